#include "services/admin/as_stored.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/core/decide.h"
#include "services/store/keys.h"
#include "services/store/paper_store.h"
#include "services/store/redis_errors.h"

namespace clarion::admin {

using store::RedisConnection;
using store::Reply;

namespace {

std::vector<std::string> Strings(const redisReply& list) {
  std::vector<std::string> strings;
  for (size_t i = 0; i < list.elements; ++i) strings.push_back(store::Text(*list.element[i]));
  return strings;
}

}  // namespace

absl::StatusOr<std::set<std::string>> PapersOf(RedisConnection& connection, int shard) {
  std::set<std::string> names;
  for (const char* kind : {"d:", "h:"}) {
    const std::string prefix = store::ShardKey(shard, kind);
    std::string cursor = "0";
    do {
      absl::StatusOr<Reply> page =
          connection.Call({"SCAN", cursor, "MATCH", absl::StrCat(prefix, "*"), "COUNT", "1000"});
      if (!page.ok()) return page.status();
      cursor = store::Text(*(*page)->element[0]);
      for (const std::string& key : Strings(*(*page)->element[1])) {
        names.insert(key.substr(prefix.size()));
      }
    } while (cursor != "0");
  }
  absl::StatusOr<Reply> due = connection.Call({"ZRANGE", store::ShardKey(shard, "due"), "0", "-1"});
  if (!due.ok()) return due.status();
  for (const std::string& name : Strings(**due)) names.insert(name);
  return names;
}

absl::StatusOr<AsStored> ReadPaper(RedisConnection& connection, const std::string& name) {
  const int shard = store::ShardOf(name);
  absl::StatusOr<std::vector<Reply>> replies =
      connection.Pipeline({{"MULTI"},
                           {"GET", store::PaperKey(name)},
                           {"LRANGE", store::HistoryKey(name), "0", "-1"},
                           {"ZSCORE", store::ShardKey(shard, "due"), name},
                           {"EXEC"}});
  if (!replies.ok()) return replies.status();
  const redisReply& all = *replies->back();
  if (!store::IsArray(all) || all.elements != 3) return store::Unexpected("EXEC without answers");
  return AsStored{.name = name,
                  .paper = store::Text(*all.element[0]),
                  .records = Strings(*all.element[1]),
                  .due = store::Text(*all.element[2])};
}

std::string PlaceOf(const v1::Paper& paper) {
  if (paper.has_account() || core::HasEnded(paper)) return "";
  const std::optional<absl::Time> due = core::NextDue(paper);
  return due.has_value() ? absl::StrCat(absl::ToUnixMillis(*due)) : "inf";
}

bool IsTheFold(const std::vector<std::string>& records, const v1::Paper& paper) {
  v1::Paper fold;
  for (const std::string& bytes : records) {
    v1::Record record;
    if (!record.ParseFromString(bytes)) return false;
    core::Evolve(fold, record);
  }
  return google::protobuf::util::MessageDifferencer::Equals(fold, paper);
}

}  // namespace clarion::admin
