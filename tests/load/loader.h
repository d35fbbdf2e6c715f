// A Loader puts many open incidents into a data set quickly: decided by the real core, one commit
// each through the product's own store and its script. What a desk would add (a request key, a
// token, an answer) is left out; papers, histories, places in the due set and the log are the same.
//
//     auto loader = Loader::Open(socket, folder);
//     loader->Register({.region = "420001", .count = 10'000, .detected_at = absl::Now()});
//     loader->AddNotes({.region = "420001", .count = 1'000});   // one small change to each
//
// Keeps a hundred commits or so under way, so that they travel together. One thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/commands.pb.h"
#include "services/server/rule_packs.h"
#include "services/store/store.h"

namespace clarion::load {

class Loader {
 public:
  // Incidents of one region by their numbers. The region has a roster.
  struct Batch {
    std::string region;
    size_t first = 0;
    size_t count = 0;
    absl::Time detected_at = absl::UnixEpoch();  // the clock of 48 h counts from here
  };

  // `folder` is where the store may keep its marks.
  static absl::StatusOr<std::unique_ptr<Loader>> Open(const std::string& redis_socket,
                                                      const std::string& folder);

  // Each blocks until all are committed.
  absl::Status Register(const Batch& batch);
  absl::Status AddNotes(const Batch& batch);

  static std::string NameOf(const std::string& region, size_t number);

 private:
  class InFlight;

  Loader(std::unique_ptr<store::Store> store, server::PackPtr pack)
      : store_(std::move(store)), pack_(std::move(pack)) {}

  absl::Status CommitEach(const Batch& batch, const v1::Command& command);
  // Loads the paper, decides, commits; `in_flight` hears how it ended.
  void CommitOne(const std::string& name, v1::Command command, InFlight& in_flight);
  void Commit(const std::string& name, const v1::Command& command, store::PaperPtr paper, int tries,
              InFlight& in_flight);
  absl::StatusOr<store::Change> Decide(const std::string& name, const store::StoredPaper& paper,
                                       const v1::Command& command);

  const std::unique_ptr<store::Store> store_;
  const server::PackPtr pack_;
  store::PaperPtr roster_;              // of the batch
  std::atomic<bool> pack_owed_{false};  // the first commit of a batch stores it, as a desk does
};

}  // namespace clarion::load
