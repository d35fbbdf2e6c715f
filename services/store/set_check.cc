#include "services/store/set_check.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/store/blocking_calls.h"
#include "services/store/data_set.h"
#include "services/store/each_shard.h"
#include "services/store/log_entries.h"
#include "services/store/redis_errors.h"

namespace clarion::store {
namespace {

absl::Status HalfAccepted() {
  return NotReady(
      "The shards do not name the same data set and generation. If clarion-admin accept "
      "was broken off, run it again.",
      "各分片的数据集或代次不一致。若 clarion-admin accept 曾中断，请重新运行。");
}

absl::Status WentBack(int shard, const Mark& seen, int64_t end, const char* how) {
  return Damaged(
      absl::StrCat("The log of shard ", shard, " went back: entry ", seen.sequence,
                   " was seen and now ", how, " (its end is ", end,
                   "). Nothing is built on it. Restore the data set, or run clarion-admin accept "
                   "after inspection."),
      absl::StrCat("第", shard, "分片的日志发生回退：第", seen.sequence, "条此前已见，现末条为第",
                   end, "条。已停止据此办理，请恢复数据，或核查后运行 clarion-admin accept。"));
}

struct Logs {
  std::vector<std::optional<Entry>> marked;  // first entry at or after the mark
  Marks ends;
};

absl::StatusOr<Logs> ReadLogs(RedisConnection& connection, const Marks& marks) {
  std::vector<Argv> commands;
  for (int shard = 0; shard < kShards; ++shard) {
    commands.push_back(ReadLog(shard, marks[static_cast<size_t>(shard)].sequence, 1));
    commands.push_back(ReadLogEnd(shard));
  }
  absl::StatusOr<std::vector<Reply>> replies = connection.Pipeline(commands);
  if (!replies.ok()) return replies.status();
  Logs logs;
  for (int shard = 0; shard < kShards; ++shard) {
    const size_t at = 2 * static_cast<size_t>(shard);
    absl::StatusOr<std::vector<Entry>> marked = EntriesOf(shard, *(*replies)[at], false);
    absl::StatusOr<std::vector<Entry>> end = EntriesOf(shard, *(*replies)[at + 1], false);
    if (!marked.ok()) return marked.status();
    if (!end.ok()) return end.status();
    logs.marked.emplace_back();
    if (!marked->empty()) logs.marked.back() = std::move(marked->front());
    if (!end->empty()) {
      logs.ends[static_cast<size_t>(shard)] = {.sequence = end->front().sequence,
                                               .hash8 = end->front().hash8};
    }
  }
  return logs;
}

}  // namespace

absl::Status CompareMark(int shard, const Mark& seen, const std::optional<Entry>& there,
                         int64_t end) {
  if (seen.sequence == 0) return absl::OkStatus();
  if (end < seen.sequence) return WentBack(shard, seen, end, "is missing");
  if (there.has_value() && there->sequence == seen.sequence && there->hash8 != seen.hash8) {
    return WentBack(shard, seen, end, "is another one");
  }
  return absl::OkStatus();
}

absl::Status NoSet() {
  return NotReady("This Redis holds no data set. Make one with clarion-admin init.",
                  "该 Redis 中没有数据集，请用 clarion-admin init 初始化。");
}

absl::StatusOr<std::vector<std::string>> ReadSets(RedisConnection& connection) {
  absl::StatusOr<std::vector<Reply>> replies = connection.Pipeline(OfEachShard(AskSet));
  if (!replies.ok()) return replies.status();
  std::vector<std::string> sets;
  for (const Reply& reply : *replies) sets.push_back(Text(*reply));
  return sets;
}

absl::Status CheckSet(RedisConnection& connection, HeldSet& held, Watermark& watermark,
                      const Confirmations& confirmations) {
  absl::StatusOr<std::vector<std::string>> sets = ReadSets(connection);
  if (!sets.ok()) return sets.status();
  // What this process knew: by its hold, or before that by its file.
  const HeldPtr holding = held.held();
  const std::string known_id = watermark.id();
  const auto wrong = [&](const std::string& found) {
    Held known;
    known.text = holding != nullptr ? holding->text : known_id;
    return WrongSet(known, found);
  };
  const std::string& text = sets->front();
  const std::optional<SetInfo> info = ParseSet(text);
  if (!info.has_value()) {
    if (text.empty() && known_id.empty()) return NoSet();
    return wrong(text);
  }
  for (const std::string& other : *sets) {
    const std::optional<SetInfo> there = ParseSet(other);
    if (!there.has_value()) return wrong(other);
    if (there->set.id != info->set.id || there->set.generation != info->set.generation) {
      return HalfAccepted();
    }
  }
  if (!known_id.empty() &&
      (info->set.id != known_id || info->set.generation < watermark.generation())) {
    return wrong(text);
  }
  const bool same = info->set.id == known_id && info->set.generation == watermark.generation();
  const Marks marks = same ? watermark.marks() : Marks();
  absl::StatusOr<Logs> logs = ReadLogs(connection, marks);
  if (!logs.ok()) return logs.status();
  for (int shard = 0; shard < kShards; ++shard) {
    const size_t at = static_cast<size_t>(shard);
    absl::Status compared =
        CompareMark(shard, marks[at], logs->marked[at], logs->ends[at].sequence);
    if (!compared.ok()) return compared;
  }
  const bool kept = AwaitReplicas(connection, confirmations).ok();
  if (same && kept) {
    for (int shard = 0; shard < kShards; ++shard) {
      const Mark& end = logs->ends[static_cast<size_t>(shard)];
      watermark.Raise(shard, end.sequence, end.hash8);
    }
  } else if (!same) {
    watermark.Reset(info->set.id, info->set.generation, kept ? logs->ends : Marks());
  }
  held.Adopt({.text = text, .info = *info});
  return absl::OkStatus();
}

}  // namespace clarion::store
