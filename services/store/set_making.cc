#include "services/store/set_making.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/core/refusal.h"
#include "services/store/keys.h"
#include "services/store/redis_errors.h"
#include "services/store/scripts.h"
#include "services/store/set_check.h"

namespace clarion::store {
namespace {

std::string RandomId() {
  std::array<char, 16> bytes;
  CLARION_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()) == 1);
  return absl::BytesToHexString(std::string(bytes.data(), bytes.size()));
}

// Writes `text` into every shard that still holds what `known` says.
absl::Status Replace(RedisConnection& connection, const std::vector<std::string>& known,
                     const std::vector<std::string>& texts) {
  std::vector<Argv> commands;
  for (int shard = 0; shard < kShards; ++shard) {
    const size_t at = static_cast<size_t>(shard);
    commands.push_back({"EVAL", ReplaceSetScript().source, "2", ShardKey(shard, "set"),
                        ShardKey(shard, "bell"), known[at], texts[at]});
  }
  absl::StatusOr<std::vector<Reply>> answers = connection.Pipeline(commands);
  if (!answers.ok()) return answers.status();
  for (const Reply& answer : *answers) {
    if (Text(*answer) != "D") {
      return Unavailable("somebody else changed the data set's string at the same time");
    }
  }
  return absl::OkStatus();
}

struct Sets {
  std::vector<std::string> texts;
  std::vector<SetInfo> infos;
};

absl::StatusOr<Sets> ReadAll(RedisConnection& connection) {
  absl::StatusOr<std::vector<std::string>> texts = ReadSets(connection);
  if (!texts.ok()) return texts.status();
  Sets sets;
  for (const std::string& text : *texts) {
    const std::optional<SetInfo> info = ParseSet(text);
    if (!info.has_value()) return NoSet();
    if (!sets.infos.empty() && info->set.id != sets.infos.front().set.id) {
      return NotReady("The shards belong to different data sets. Restore one of them whole.",
                      "各分片属于不同的数据集，请整体恢复其中一个。");
    }
    sets.infos.push_back(*info);
  }
  sets.texts = *std::move(texts);
  return sets;
}

}  // namespace

absl::StatusOr<SetInfo> CreateSet(RedisConnection& connection,
                                  std::optional<absl::Time> manual_now) {
  absl::StatusOr<std::vector<std::string>> there = ReadSets(connection);
  if (!there.ok()) return there.status();
  for (const std::string& text : *there) {
    if (text.empty()) continue;
    return core::Refuse(
        {.code = absl::StatusCode::kFailedPrecondition,
         .reason = v1::ERROR_REASON_ALREADY_EXISTS,
         .en =
             absl::StrCat("This Redis holds the data set `", text, "` already. Use an empty one."),
         .zh = absl::StrCat("该 Redis 中已有数据集 `", text, "`，请使用空的 Redis。")});
  }
  SetInfo info;
  info.set.id = RandomId();
  info.set.manual_clock = manual_now.has_value();
  if (manual_now.has_value()) info.manual_now = *manual_now;
  std::vector<std::string> texts(kShards, FormatSet(info));
  absl::Status replaced = Replace(connection, *there, texts);
  if (!replaced.ok()) return replaced;
  return info;
}

absl::StatusOr<SetInfo> ReadSet(RedisConnection& connection) {
  absl::StatusOr<Sets> sets = ReadAll(connection);
  if (!sets.ok()) return sets.status();
  return sets->infos.front();
}

absl::StatusOr<SetInfo> RaiseGeneration(RedisConnection& connection) {
  absl::StatusOr<Sets> sets = ReadAll(connection);
  if (!sets.ok()) return sets.status();
  int64_t generation = 0;
  for (const SetInfo& info : sets->infos) generation = std::max(generation, info.set.generation);
  SetInfo raised = sets->infos.front();
  raised.set.generation = generation + 1;
  absl::Status replaced =
      Replace(connection, sets->texts, std::vector<std::string>(kShards, FormatSet(raised)));
  if (!replaced.ok()) return replaced;
  return raised;
}

absl::Status MoveClock(RedisConnection& connection, absl::Time to) {
  absl::StatusOr<Sets> sets = ReadAll(connection);
  if (!sets.ok()) return sets.status();
  SetInfo moved = sets->infos.front();
  if (!moved.set.manual_clock) return RealClockRefusal();
  moved.manual_now = to;
  return Replace(connection, sets->texts, std::vector<std::string>(kShards, FormatSet(moved)));
}

}  // namespace clarion::store
