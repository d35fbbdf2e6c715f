// Settling: when a data set has said everything it has to say as of its present instant, and how a
// manual clock is stepped so that every timer fires at its own instant.
//
// Settled means, in every shard: nothing is due, every live follower stands at the log's end, each
// desk that follows has a live one; and when looked at again, no log has moved. All functions
// block; for a thread of their own.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/timeline_service.pb.h"
#include "services/store/store.h"

namespace clarion::timeline {

// How far the data set has come.
absl::StatusOr<v1::Progress> ReadProgress(store::Store& store);

// Steps the manual clock: settles, goes to the least due instant `<= to`, settles, ..., goes to
// `to`, settles. `to` may lie before the present. NOT_SETTLED names shard and follower.
absl::StatusOr<v1::Progress> AdvanceClock(store::Store& store, absl::Time to, absl::Time deadline);

}  // namespace clarion::timeline
