// An Audience is many watchers of one path, and what each of them was told.
//
// Receive reads what came: for each number the last watcher's receipt, and whether each watcher was
// told each thing once and in order. One thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/load/bench.h"
#include "tests/load/watch_stream.h"

namespace clarion::load {

class Audience {
 public:
  // The numbers of the registrations a message tells of.
  using Reader =
      std::function<std::vector<size_t>(size_t watcher, const grpc::ByteBuffer& message)>;

  Audience(const Bench::Channels& channels, size_t watchers, const std::string& token,
           const std::string& request, Reader reader);

  // Whether all listen.
  absl::Status WaitUntilListening();

  // Waits until every watcher was told of all of these, `limit` at most.
  void Receive(const std::vector<size_t>& numbers, nanoseconds limit);

  // When the last watcher was told; only if all were.
  std::optional<Instant> Complete(size_t number) const;

  // How often a watcher was not told of one of the numbers waited for, or told again.
  long missed() const { return missed_; }
  long repeated() const { return repeated_; }
  size_t messages() const { return messages_; }
  size_t bytes() const { return bytes_; }

 private:
  struct Told {
    size_t watchers = 0;
    Instant last;
  };

  void TakeAll();
  bool AllTold(const std::vector<size_t>& numbers) const;

  const Reader reader_;
  std::vector<std::unique_ptr<WatchStream>> streams_;
  std::vector<std::set<size_t>> heard_;  // by each watcher
  std::map<size_t, Told> told_;
  long missed_ = 0;
  long repeated_ = 0;
  size_t messages_ = 0;
  size_t bytes_ = 0;
};

}  // namespace clarion::load
