#include "clients/cli/replay/player.h"

#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/act.h"
#include "clients/cli/event_words.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/replay/clock_report.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"
#include "clients/cpp/watch.h"

namespace clarion::cli {
namespace {

using Steady = std::chrono::steady_clock;

// Follows the incident while it lives, and hands on what its clocks do.
class ClockWatcher {
 public:
  using Heard = std::function<void(const v1::Record&, const v1::Event&)>;

  ClockWatcher(std::shared_ptr<const client::Channels> channels, const std::string& incident,
               Heard heard)
      : watch_(std::move(channels), {.parent = incident, .resume_token = "", .pauses = {}}),
        thread_([this, heard = std::move(heard)] {
          client::WatchHandler handler;
          handler.item = [&heard](const v1::WatchItem& item) {
            for (const v1::Event& event : item.change().events()) heard(item.change(), event);
          };
          // The report at the end rests on the history, not on this: a watch that fails is silent.
          (void)watch_.Run(handler);
        }) {}
  ~ClockWatcher() {
    watch_.Cancel();
    thread_.join();
  }

 private:
  client::Watch watch_;
  std::thread thread_;
};

bool IsAboutClocks(const v1::Event& event) {
  return event.has_obligation_at_risk() || event.has_obligation_breached() ||
         event.has_obligation_met() || event.has_speaker_assigned() ||
         event.has_no_eligible_speaker();
}

}  // namespace

absl::Status Player::Prepare() {
  for (const CaseStep& step : case_.steps) {
    if (step.by.empty() || connections_.count(step.by) != 0) continue;
    const auto context = session_.ContextNamed(step.by);
    if (!context.ok()) return context.status();
    auto connection = session_.DialTo(context->target);
    if (!connection.ok()) return connection.status();
    // Connected before the clocks run: at 3600 times a handshake would take minutes of the case.
    v1::GetRosterRequest roster;
    roster.set_name(absl::StrCat("regions/", context->region, "/roster"));
    const auto warm =
        (*connection)->Call(&v1::SpokespersonService::StubInterface::GetRoster, roster);
    if (!warm.ok()) return warm.status();
    for (int desk = 0; desk < client::kDesks; ++desk) {
      (*connection)
          ->channels()
          ->To(static_cast<client::Desk>(desk))
          ->WaitForConnected(absl::ToChronoTime(absl::Now() + absl::Seconds(2)));
    }
    if (step.act == "register") region_ = context->region;
    connections_[step.by] = *std::move(connection);
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> Player::DataSetNow(client::Connection& connection) {
  const auto progress =
      connection.Call(&v1::TimelineService::StubInterface::GetProgress, v1::GetProgressRequest());
  if (!progress.ok()) return progress.status();
  if (progress->manual_clock()) {
    return LocalFailure(absl::StatusCode::kFailedPrecondition,
                        "演练按真实时间进行，手动时钟不能用。",
                        "A drill is played in real time, not on a manual clock.");
  }
  return FromProto(progress->now());
}

absl::StatusOr<int> Player::Play() {
  const auto now = DataSetNow(*connections_.at(case_.steps.front().by));
  if (!now.ok()) return now.status();
  t0_ = *now;
  // The answer came after the instant it names: steps come late by that, never early.
  const Steady::time_point start = Steady::now();
  std::unique_ptr<ClockWatcher> watcher;
  int refused = 0;
  for (const CaseStep& step : case_.steps) {
    std::this_thread::sleep_until(start + std::chrono::duration_cast<Steady::duration>(
                                              absl::ToChronoNanoseconds(step.after / speed_)));
    const absl::Status status = PlayStep(step);
    std::string line = step.say.In(session_.lang());
    if (!status.ok()) {
      const client::Failure failure = client::FailureOf(status);
      absl::StrAppend(&line, " -- ", failure.reason, " ",
                      session_.lang() == Lang::kZh ? failure.zh : failure.en);
      ++refused;
    }
    const Word known = KnownInWords(step.known);
    Say(step.after, absl::StrCat(line, " [", known.In(session_.lang()), "]"), !status.ok());
    if (!status.ok() && step.act == "register") return status;
    if (watcher == nullptr) {
      watcher = std::make_unique<ClockWatcher>(
          connections_.at(case_.steps.front().by)->channels(), incident_,
          [this](const v1::Record& record, const v1::Event& event) {
            if (!IsAboutClocks(event)) return;
            const bool bad = event.has_obligation_breached() || event.obligation_met().late();
            Say((FromProto(record.decided_at()) - t0_) * speed_,
                "  " + EventInWords({.lang = session_.lang()}, event), bad);
          });
    }
  }
  return refused;
}

absl::Status Player::PlayStep(const CaseStep& step) {
  if (step.act == "note") return absl::OkStatus();
  const Stage stage = {.connection = *connections_.at(step.by),
                       .region = region_,
                       .incident = incident_,
                       .docket = docket_,
                       .t0 = t0_,
                       .speed = speed_};
  absl::StatusOr<v1::Docket> docket = Perform(stage, step.act, step.args);
  if (!docket.ok()) return docket.status();
  docket_ = *std::move(docket);
  incident_ = docket_.name();
  return absl::OkStatus();
}

void Player::Say(absl::Duration after, const std::string& what, bool bad) {
  std::lock_guard lock(say_mutex_);
  // Machines read the report at the end; progress is for people.
  const bool for_people = !session_.json() && session_.shape() != Shape::kCsv;
  std::ostream& out = for_people ? session_.terminal.out : session_.terminal.err;
  out << Padded(Offset(after), 10)
      << Tinted(SafeLine(what), bad ? Tint::kBad : Tint::kNone, session_.colour()) << "\n"
      << std::flush;
}

}  // namespace clarion::cli
