// What the broadcast desk holds of one docket, and how it is put on the wire.
//
// Bytes are encoded once and shared by all watchers: an item of a WatchResponse is a slice, a
// message a list of slices and a tail. Immutable once made; any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "grpcpp/support/slice.h"

namespace clarion::broadcast {

// A docket as of one version.
struct DocketView {
  v1::Docket docket;  // with etag
  std::string head;   // 32 bytes
  absl::Time next_due = absl::InfiniteFuture();

  // The docket as a STATE item.
  const grpc::Slice& State() const;

 private:
  mutable std::once_flag once_;
  mutable grpc::Slice state_;
};
using DocketViewPtr = std::shared_ptr<const DocketView>;

// A record as a CHANGE item; `record` is serialised.
grpc::Slice ChangeItem(const std::string& record);

}  // namespace clarion::broadcast
