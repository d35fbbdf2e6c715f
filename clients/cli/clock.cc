// `clarion clock show|advance`: the data set's instant; stepping it on data sets with a manual
// clock.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct ClockOptions {
  std::string to;
};

int PrintShards(std::ostream& out, const Look& look, const v1::Progress& progress) {
  Table table({look(label::kShard), look(label::kSequence), look(label::kNextDue),
               look(label::kFollowers)});
  for (const v1::ShardProgress& shard : progress.shards()) {
    if (shard.sequence() == 0 && !shard.has_next_due()) continue;
    std::string followers;
    for (const v1::FollowerProgress& follower : shard.followers()) {
      absl::StrAppend(&followers, followers.empty() ? "" : ", ", follower.follower(), " ",
                      follower.sequence());
    }
    table.Add({absl::StrCat(shard.shard()), absl::StrCat(shard.sequence()),
               ShowTime(shard.has_next_due(), shard.next_due()), followers});
  }
  if (!table.empty()) Show(out, look, table);
  return 0;
}

int PrintProgress(Session& session, const v1::Progress& progress) {
  if (session.PrintJson(progress)) return 0;
  std::ostream& out = session.terminal.out;
  const Look look = {.lang = session.lang(), .shape = session.shape()};
  if (look.shape != Shape::kCsv) {
    out << ShowExact(FromProto(progress.now())) << "  "
        << look(progress.manual_clock() ? Word{"手动时钟", "manual clock"}
                                        : Word{"实时", "real time"})
        << "  "
        << look(progress.settled() ? Word{"已就绪", "settled"} : Word{"未就绪", "not settled"})
        << "\n";
  }
  return PrintShards(out, look, progress);
}

int RunShow(Session& session, const ClockOptions&) {
  const auto progress =
      session.Call(&v1::TimelineService::StubInterface::GetProgress, v1::GetProgressRequest());
  if (!progress.ok()) return session.Fail(progress.status());
  return PrintProgress(session, *progress);
}

int RunAdvance(Session& session, const ClockOptions& o) {
  const auto to = TimeTyped(session, "to", o.to, /*future=*/true);
  if (!to.ok()) return session.Fail(to.status());
  if (const absl::Status refused = session.RefuseDryRun(); !refused.ok()) {
    return session.Fail(refused);
  }
  v1::AdvanceClockRequest request;
  *request.mutable_to() = *to;
  // Many timers may lie on the way; a second call to the same instant goes on where it stopped.
  client::CallOptions patient;
  patient.timeout = absl::Seconds(60);
  patient.retry.tries = 1;
  patient.retry.total = absl::Seconds(60);
  const auto progress =
      session.Call(&v1::TimelineService::StubInterface::AdvanceClock, request, patient);
  if (!progress.ok()) return session.Fail(progress.status());
  return PrintProgress(session, *progress);
}

}  // namespace

void AddClock(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"clock", "时钟", "the data set's instant", ""});
  AddCommand<ClockOptions>(
      noun, chosen, {"show", "时钟与进度", "instant and progress", "clarion clock show"}, RunShow);
  const auto [app, o] = AddCommand<ClockOptions>(
      noun, chosen,
      {"advance", "推进手动时钟", "step a manual clock; timers on the way fire",
       "clarion clock advance +5h"},
      RunAdvance);
  app.add_option("to", o.to, "目标时刻 | +5h, 15:00, RFC 3339")->required()->type_name("TIME");
}

}  // namespace clarion::cli
