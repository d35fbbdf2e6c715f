// Checks that a watch keeps its promise: every change once and in order, or a newer state in so
// many words.
//
// A change's version is exactly one more than the last known of its paper, a state never goes back,
// and the sequence of messages increases with each change. Pure; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "clarion/v1/broadcast_service.pb.h"

namespace clarion::client {

class WatchOrder {
 public:
  // A snapshot begins: what was known is forgotten, and a paper unseen after it must begin at 1.
  void BeginSnapshot();
  // DATA_LOSS names the paper and both versions.
  absl::Status Check(const v1::WatchResponse& message);

 private:
  absl::Status CheckItem(const v1::WatchItem& item);

  std::map<std::string, int64_t> versions_;  // last known of each paper
  int64_t sequence_ = 0;
  bool complete_ = false;  // every open paper is known: a snapshot was begun, not resumed past
};

}  // namespace clarion::client
