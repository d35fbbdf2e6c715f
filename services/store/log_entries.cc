#include "services/store/log_entries.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/proof/chain.h"
#include "services/store/keys.h"
#include "services/store/redis_errors.h"

namespace clarion::store {
namespace {

absl::Status DamagedLog(int shard, const std::string& where) {
  return Damaged(absl::StrCat("The log of shard ", shard, " is damaged at ", where,
                              ". Nothing is built on it; run clarion-admin verify."),
                 absl::StrCat("第", shard, "分片的日志在 ", where,
                              " 处损坏。已停止据此办理，请运行 clarion-admin verify。"));
}

}  // namespace

Argv ReadLog(int shard, int64_t first, int64_t count) {
  return {"XRANGE", ShardKey(shard, "log"), absl::StrCat("0-", first), "+",
          "COUNT",  absl::StrCat(count)};
}

Argv ReadLogEnd(int shard) { return {"XREVRANGE", ShardKey(shard, "log"), "+", "-", "COUNT", "1"}; }

absl::StatusOr<Entry> MakeEntry(int shard, int64_t sequence, std::string bytes, bool parse) {
  Entry entry;
  entry.shard = shard;
  entry.sequence = sequence;
  entry.hash8 = proof::Hash8(bytes);
  if (parse && !entry.entry.ParseFromString(bytes)) {
    return DamagedLog(shard, absl::StrCat("entry ", sequence));
  }
  entry.bytes = std::move(bytes);
  return entry;
}

absl::StatusOr<std::vector<Entry>> EntriesOf(int shard, const redisReply& reply, bool parse) {
  if (!IsArray(reply)) return Unexpected("a log that is no list");
  std::vector<Entry> entries;
  entries.reserve(reply.elements);
  for (size_t i = 0; i < reply.elements; ++i) {
    const redisReply& item = *reply.element[i];
    if (!IsArray(item) || item.elements != 2 || !IsArray(*item.element[1]) ||
        item.element[1]->elements != 2) {
      return DamagedLog(shard, "an entry of another form");
    }
    const std::string id = Text(*item.element[0]);
    int64_t sequence = 0;
    if (id.compare(0, 2, "0-") != 0 || !absl::SimpleAtoi(id.substr(2), &sequence)) {
      return DamagedLog(shard, id);
    }
    absl::StatusOr<Entry> entry =
        MakeEntry(shard, sequence, Text(*item.element[1]->element[1]), parse);
    if (!entry.ok()) return entry.status();
    entries.push_back(*std::move(entry));
  }
  return entries;
}

}  // namespace clarion::store
