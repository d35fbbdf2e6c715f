// What the broadcast desk holds of one docket, and how it is put on the wire.
//
// Bytes are encoded once and shared by all watchers: an item of a WatchResponse is a slice, a
// message a list of slices and a tail. A docket is held as those bytes alone, a sixth of what it
// takes parsed. Immutable once made; any thread.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "grpcpp/support/slice.h"

namespace clarion::broadcast {

// A docket as of one version.
class DocketView {
 public:
  // `head` is that of the docket's history, 32 bytes, and becomes its etag.
  DocketView(v1::Docket docket, const std::string& head, std::optional<absl::Time> next_due);

  const std::string& name() const { return name_; }
  int64_t version() const { return version_; }
  std::string head() const { return {head_.begin(), head_.end()}; }
  // InfiniteFuture when no clock runs.
  absl::Time next_due() const { return next_due_; }

  // With etag. Parsed anew each time.
  v1::Docket Docket() const;
  // The docket as a STATE item.
  const grpc::Slice& State() const { return state_; }

 private:
  std::string name_;
  int64_t version_;
  std::array<char, 32> head_;
  absl::Time next_due_;
  grpc::Slice state_;
  size_t docket_at_;  // where the docket begins in `state_`; it ends with it
};
using DocketViewPtr = std::shared_ptr<const DocketView>;

// A record as a CHANGE item; `record` is serialised.
grpc::Slice ChangeItem(const std::string& record);

}  // namespace clarion::broadcast
