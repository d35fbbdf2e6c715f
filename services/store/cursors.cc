#include "services/store/cursors.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/store/keys.h"

namespace clarion::store {

Argv WriteCursor(int shard, const Cursor& cursor) {
  return {"HSET", ShardKey(shard, "cursors"), cursor.follower,
          absl::StrCat(cursor.sequence, ":", absl::ToUnixMillis(cursor.written))};
}

Argv ReadCursors(int shard) { return {"HGETALL", ShardKey(shard, "cursors")}; }

std::vector<Cursor> CursorsOf(const redisReply& reply) {
  std::vector<Cursor> cursors;
  if (!IsArray(reply)) return cursors;
  for (size_t i = 0; i + 1 < reply.elements; i += 2) {
    const std::string value = Text(*reply.element[i + 1]);
    const size_t colon = value.find(':');
    Cursor cursor;
    int64_t ms = 0;
    if (colon == std::string::npos || !absl::SimpleAtoi(value.substr(0, colon), &cursor.sequence) ||
        !absl::SimpleAtoi(value.substr(colon + 1), &ms)) {
      continue;
    }
    cursor.follower = Text(*reply.element[i]);
    cursor.written = absl::FromUnixMillis(ms);
    cursors.push_back(cursor);
  }
  return cursors;
}

}  // namespace clarion::store
