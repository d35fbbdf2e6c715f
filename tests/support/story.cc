#include "tests/support/story.h"

#include <cmath>
#include <cstdio>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/core/check.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "tests/support/event_words.h"

namespace clarion::testing {
namespace {

using google::protobuf::util::MessageDifferencer;

// 2026-03-03 09:00 in Asia/Shanghai.
absl::Time Zero() {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 3, 9), absl::FixedTimeZone(8 * 3600));
}

Outcome OutcomeOf(absl::StatusOr<core::Decision> decision) {
  Outcome outcome;
  outcome.status = decision.status();
  if (!decision.ok()) return outcome;
  for (const v1::Event& event : decision->record.events()) {
    if (event.has_notice_decided()) {
      outcome.notices.push_back(NoticeInWords(event.notice_decided()));
    } else {
      outcome.events.push_back(EventInWords(event));
    }
  }
  outcome.decision = *std::move(decision);
  return outcome;
}

std::string Words(const v1::Obligation& obligation) {
  const std::string status = v1::ObligationStatus_Name(obligation.status());
  std::string words = absl::StrCat(absl::StripPrefix(status, "OBLIGATION_STATUS_"), " due ",
                                   SinceT(core::FromProto(obligation.due_at())));
  if (obligation.has_met_at()) {
    absl::StrAppend(&words, " at ", SinceT(core::FromProto(obligation.met_at())));
  }
  if (obligation.armed_after_due()) words += " armed_after_due";
  if (obligation.recorded_late()) words += " recorded_late";
  return words;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  if (!outcome.status.ok()) return out << outcome.status;
  return out << absl::StrJoin(outcome.events, "; ");
}

absl::Time T(const std::string& since) {
  int hours = 0;
  int minutes = 0;
  double seconds = 0;
  const bool before = since.rfind('-', 0) == 0;
  const int read =
      std::sscanf(since.c_str() + (before ? 1 : 0), "%d:%d:%lf", &hours, &minutes, &seconds);
  CLARION_CHECK(read >= 2);
  const absl::Duration span = absl::Hours(hours) + absl::Minutes(minutes) +
                              absl::Milliseconds(std::llround(seconds * 1000));
  return before ? Zero() - span : Zero() + span;
}

std::string SinceT(absl::Time time) {
  const int64_t ms = absl::ToInt64Milliseconds(time - Zero());
  const int64_t size = ms < 0 ? -ms : ms;
  std::string text =
      absl::StrFormat("%s%02d:%02d", ms < 0 ? "-" : "", size / 3'600'000, size / 60'000 % 60);
  if (size % 60'000 != 0) absl::StrAppendFormat(&text, ":%02d", size / 1000 % 60);
  if (size % 1000 != 0) absl::StrAppendFormat(&text, ".%03d", size % 1000);
  return text;
}

v1::TextRef TextOf(const std::string& text) {
  std::string hash = std::to_string(std::hash<std::string>{}(text));
  hash.resize(32, '#');
  v1::TextRef ref;
  ref.set_sha256(hash);
  ref.set_size(static_cast<int>(text.size()));
  return ref;
}

Story::Story(v1::RulePack pack, v1::Roster roster)
    : pack_(std::move(pack)), roster_(std::move(roster)), now_(Zero()) {}

Story& Story::At(const std::string& since) {
  now_ = T(since);
  return *this;
}

Story& Story::InDoubt() {
  in_doubt_ = true;
  return *this;
}

Story& Story::By(const v1::Actor& actor) {
  actor_ = actor;
  return *this;
}

Story& Story::Until(const std::string& since) {
  const absl::Time to = T(since);
  for (;;) {
    const std::optional<absl::Time> next = core::NextDue(paper_);
    if (!next.has_value() || *next > to) break;
    now_ = *next;
    const Outcome fired = Fire();
    EXPECT_THAT(fired, IsOk());
    EXPECT_FALSE(fired.events.empty()) << "woken for nothing at " << SinceT(*next);
    if (fired.events.empty()) break;
  }
  now_ = to;
  return *this;
}

absl::StatusOr<core::Decision> Story::Decide(const v1::Command& command, const v1::Docket* other) {
  core::Context context;
  context.other = other;
  context.now = now_;
  context.actor = std::exchange(actor_, std::nullopt).value_or(Duty());
  context.pack = &pack_;
  context.pack_sha256 = std::string(32, 'p');
  context.roster = &roster_;
  context.clock_suspect = in_doubt_;
  const std::string before = paper_.SerializeAsString();
  absl::StatusOr<core::Decision> decision = core::Decide(paper_, command, context);
  EXPECT_EQ(paper_.SerializeAsString(), before) << "Decide changed its argument";
  return decision;
}

Outcome Story::Do(const v1::Command& command) {
  absl::StatusOr<core::Decision> decision = Decide(command, nullptr);
  if (decision.ok()) Keep(*decision);
  return OutcomeOf(std::move(decision));
}

Outcome Story::Absorb(Story& other) {
  v1::Command command;
  command.mutable_merge_incident()->set_into(docket().name());
  command.mutable_merge_incident()->set_from(other.docket().name());
  command.mutable_merge_incident()->set_basis("同一事件");
  const v1::Actor actor = std::exchange(actor_, std::nullopt).value_or(Approver());
  other.now_ = now_;
  absl::StatusOr<core::Decision> here = By(actor).Decide(command, &other.docket());
  const absl::StatusOr<core::Decision> there = other.By(actor).Decide(command, &docket());
  if (!here.ok() || !there.ok()) return OutcomeOf(here.ok() ? there : std::move(here));
  Keep(*here);
  other.Keep(*there);
  return OutcomeOf(std::move(here));
}

void Story::Keep(const core::Decision& decision) {
  if (decision.record.events_size() == 0) {
    EXPECT_TRUE(MessageDifferencer::Equals(decision.paper, paper_)) << "changed without an event";
    return;
  }
  history_.push_back(decision.record);
  paper_ = decision.paper;
  v1::Paper fold;
  for (const v1::Record& record : history_) core::Evolve(fold, record);
  EXPECT_TRUE(MessageDifferencer::Equals(fold, paper_)) << "not the fold:\n"
                                                        << fold.DebugString() << "\nbut\n"
                                                        << paper_.DebugString();
  const std::optional<absl::Time> next = core::NextDue(paper_);
  EXPECT_TRUE(!next.has_value() || *next > now_) << "left undecided: " << SinceT(*next);
  EXPECT_EQ(next.has_value(), decision.record.has_next_due());
}

int Story::CountOf(const std::string& event) const {
  int count = 0;
  for (const v1::Record& record : history_) {
    for (const v1::Event& entered : record.events()) {
      count += EventInWords(entered) == event ? 1 : 0;
    }
  }
  return count;
}

std::string Story::Clock(const std::string& kind) const {
  v1::ObligationKind value = v1::OBLIGATION_KIND_UNSPECIFIED;
  CLARION_CHECK(v1::ObligationKind_Parse("OBLIGATION_KIND_" + kind, &value));
  const v1::Obligation* obligation = core::CurrentObligation(docket(), value);
  return obligation == nullptr ? "ABSENT" : Words(*obligation);
}

std::vector<std::string> Story::Clocks() const {
  std::vector<std::string> clocks;
  for (const v1::Obligation& obligation : docket().obligations()) {
    clocks.push_back(absl::StrCat(obligation.id(), " ", Words(obligation)));
  }
  return clocks;
}

std::string Story::State() const {
  const std::string name = v1::IncidentState_Name(docket().state());
  return std::string(absl::StripPrefix(name, "INCIDENT_STATE_"));
}

std::string Story::NextDue() const {
  const std::optional<absl::Time> next = core::NextDue(paper_);
  return next.has_value() ? SinceT(*next) : "never";
}

}  // namespace clarion::testing
