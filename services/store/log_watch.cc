#include "services/store/log_watch.h"

#include <array>
#include <optional>
#include <vector>

#include "absl/time/clock.h"
#include "services/store/keys.h"
#include "services/store/log_entries.h"
#include "services/store/set_check.h"

namespace clarion::store {

// Of the link's thread, but for its beginning.
struct LogWatch::Round {
  int64_t generation = 0;
  Marks marks;  // as they were before the logs were asked
  bool kept = false;
  int missing = kShards;
  bool failed = false;
  std::array<std::optional<Entry>, kShards> ends;
};

void LogWatch::Look() {
  if (!parts_.held.sound().ok() || looking_.exchange(true)) return;
  auto round = std::make_shared<Round>();
  round->generation = parts_.watermark.generation();
  round->marks = parts_.watermark.marks();
  // Without the replicas nothing can be confirmed, and asking them would keep the readers waiting.
  round->kept = parts_.confirmations.attainable();
  for (int shard = 0; shard < kShards; ++shard) {
    parts_.link.Submit({.argv = ReadLogEnd(shard),
                        .deadline = absl::Now() + absl::Seconds(2),
                        .kept = round->kept,
                        .reserved = true,
                        .done = [this, round, shard](const absl::StatusOr<Reply>& reply) {
                          const auto end =
                              reply.ok() ? EntriesOf(shard, **reply, false) : reply.status();
                          round->failed = round->failed || !end.ok();
                          if (end.ok() && !end->empty())
                            round->ends[static_cast<size_t>(shard)] = end->front();
                          if (--round->missing > 0) return;
                          if (!round->failed) Judge(*round);
                          looking_.store(false);
                        }});
  }
}

void LogWatch::Judge(const Round& round) {
  // Another generation begins anew, with marks of its own.
  if (round.generation != parts_.watermark.generation()) return;
  for (int shard = 0; shard < kShards; ++shard) {
    const std::optional<Entry>& end = round.ends[static_cast<size_t>(shard)];
    const absl::Status compared = CompareMark(shard, round.marks[static_cast<size_t>(shard)], end,
                                              end.has_value() ? end->sequence : 0);
    if (!compared.ok()) return parts_.held.Damage(compared);
    if (round.kept && end.has_value()) {
      parts_.watermark.Raise(shard, end->sequence, end->hash8);
    }
  }
}

}  // namespace clarion::store
