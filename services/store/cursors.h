// How far each following process got, `{NN}:cursors`: field `desk/process`, value
// `<sequence>:<milliseconds when written>`. A cursor not written for 3 s is of a dead process; it
// stays, so that a desk that was down as a whole goes on where it stopped, until a living process
// of the same desk removes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/store/reply.h"

namespace clarion::store {

struct Cursor {
  std::string follower;  // `desk/process`
  int64_t sequence = 0;
  absl::Time written;
};

constexpr absl::Duration kCursorLives = absl::Seconds(3);
constexpr absl::Duration kCursorRemoved = absl::Seconds(30);

Argv WriteCursor(int shard, const Cursor& cursor);
Argv ReadCursors(int shard);
// Those that cannot be read are left out.
std::vector<Cursor> CursorsOf(const redisReply& reply);

}  // namespace clarion::store
