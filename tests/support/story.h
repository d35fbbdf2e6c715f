// A Story is given / when / then over the pure core: one incident, a clock that is a number, and
// what each act yields.
//
//     Story story;
//     story.At("00:10").Register(v1::GRADE_I);
//     EXPECT_THAT(story.At("06:00").Fire(), Yields("obligation_breached AUTHORITATIVE_INFO-1"));
//     EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "BREACHED due 05:00");
//
// Times are `[-]HH:MM[:SS[.mmm]]` since T, the instant of detection (2026-03-03 09:00 in
// Asia/Shanghai). After every act the story checks what must always hold: the paper is the fold of
// its history, and nothing is due that was not entered.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "services/core/decide.h"
#include "tests/support/sample_county.h"
#include "tests/support/status_matchers.h"

namespace clarion::testing {

// What one act came to.
struct Outcome {
  absl::Status status;
  core::Decision decision;  // when OK
  std::vector<std::string>
      events;  // in words, without notices: `obligation_met PRESS_CONFERENCE-1`
  std::vector<std::string> notices;  // in words: `BREACHED AUTHORITATIVE_INFO-1 -> DUTY`
};
inline const absl::Status& StatusOf(const Outcome& outcome) { return outcome.status; }
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

// The instant `[-]HH:MM[:SS[.mmm]]` after T, and back.
absl::Time T(const std::string& since);
std::string SinceT(absl::Time time);

// 32 bytes that stand for the hash of `text`, and a size.
v1::TextRef TextOf(const std::string& text);

class Story {
 public:
  Story() : Story(NationalPack(), SampleRoster()) {}
  Story(v1::RulePack pack, v1::Roster roster);

  // When, and by whom: `By` holds for the next act alone, else the usual role acts.
  Story& At(const std::string& since);
  // From here on the data set's clock and the machine's differ.
  Story& InDoubt();
  Story& By(const v1::Actor& actor);
  // Lets time pass to `since`, firing what falls due at its own instant.
  Story& Until(const std::string& since);

  Outcome Do(const v1::Command& command);
  Outcome Register(v1::Grade grade, const std::function<void(v1::RegisterIncident&)>& with = {});
  Outcome AddReport(const std::string& channel, const std::string& received);
  Outcome CorrectStart(const std::string& detected, const std::string& basis = "核对记录");
  Outcome Verify(const std::string& basis = "现场核实");
  Outcome Grade(v1::Grade grade, const std::string& basis = "伤亡情况");
  Outcome Assign(const std::string& lead, const std::vector<std::string>& supporting = {},
                 const std::string& speaker = "");
  Outcome Acknowledge(const std::string& official);
  Outcome Draft(const std::string& id, v1::ReleaseKind kind = v1::RELEASE_KIND_AUTHORITATIVE,
                const std::vector<std::string>& joint_with = {});  // its text is `id` + " 1"
  Outcome Edit(const std::string& id, const std::string& text);
  Outcome Submit(const std::string& id, v1::SecrecyReview review = v1::SECRECY_REVIEW_PASS);
  Outcome Approve(const std::string& id, const std::string& text);
  Outcome Publish(const std::string& id, const std::vector<std::string>& channels = {"GOV_SITE"});
  // Draft, submit and approve.
  void Prepare(const std::string& id, v1::ReleaseKind kind = v1::RELEASE_KIND_AUTHORITATIVE);
  // Draft, submit, approve and publish at once.
  Outcome Release(const std::string& id, v1::ReleaseKind kind = v1::RELEASE_KIND_AUTHORITATIVE);
  Outcome Schedule(const std::string& id, v1::ConferenceForm form, const std::string& planned,
                   const std::vector<std::string>& speakers);
  Outcome Begin(const std::string& id, v1::ConferenceForm form,
                const std::vector<std::string>& speakers);
  Outcome End(const std::string& id);
  Outcome Abort(const std::string& id, const std::string& reason = "停电");
  Outcome Report(v1::ReportMode mode);
  Outcome Close(const std::string& final_release = "", const std::string& explanation = "");
  // Asks, and another person approves.
  Outcome RequestWaiver(v1::ObligationKind kind, const std::string& ground = "DOWNGRADED",
                        const std::string& document = "会商纪要1号");
  Outcome ApproveWaiver(v1::ObligationKind kind);
  Outcome RecordEvidence(const std::string& id, v1::EvidenceKind kind, const std::string& effective,
                         v1::ReleaseKind release_kind = v1::RELEASE_KIND_UNSPECIFIED);
  Outcome ConfirmEvidence(const std::string& id);
  Outcome FindFalse(bool is_public, const std::string& basis = "现场无此事");
  Outcome ReferToPolice(const std::string& clues = "首发账号");
  Outcome Cosign(const std::string& id, const std::string& text, const std::string& official);
  Outcome Retract(const std::string& id, const std::string& correction = "",
                  const std::string& reason = "数字有误");
  Outcome AddNote(const std::string& text);
  Outcome EnterFact(const std::string& key, const std::string& value, const std::string& as_of);
  Outcome Transfer(const std::string& to_body, const std::string& reason = "职责所在");
  Outcome AcceptTransfer(const std::string& body);
  // Merges the other's incident into this one, on both or, when refused, on neither.
  Outcome Absorb(Story& other);
  Outcome Refuse(const std::string& official, const std::string& reason = "外出");
  Outcome Review();  // the reaction to a changed roster
  Outcome Fire();    // the timer

  const v1::Docket& docket() const { return paper_.docket(); }
  const v1::Paper& paper() const { return paper_; }
  const std::vector<v1::Record>& history() const { return history_; }
  v1::Roster& roster() { return roster_; }
  v1::RulePack& pack() { return pack_; }
  absl::Time now() const { return now_; }

  // How often the history tells of it: `obligation_breached AUTHORITATIVE_INFO-1`.
  int CountOf(const std::string& event) const;

  // The current clock of a kind: `PENDING due 05:00`, `MET due 05:00 at 02:30`, with flags behind;
  // `ABSENT` when it was never armed.
  std::string Clock(const std::string& kind) const;
  // All clocks in the order they were armed: `AUTHORITATIVE_INFO-1 PENDING due 05:00`.
  std::vector<std::string> Clocks() const;
  std::string State() const;  // `ASSIGNED`
  std::string NextDue() const;

 private:
  absl::StatusOr<core::Decision> Decide(const v1::Command& command, const v1::Docket* other);
  void Keep(const core::Decision& decision);

  v1::RulePack pack_;
  v1::Roster roster_;
  v1::Paper paper_;
  std::vector<v1::Record> history_;
  absl::Time now_;
  bool in_doubt_ = false;
  std::optional<v1::Actor> actor_;
};

// The act is OK and yields exactly these events, in this order.
template <typename... Events>
auto Yields(Events... events) {
  return ::testing::AllOf(
      IsOk(), ::testing::Field("events", &Outcome::events, ::testing::ElementsAre(events...)));
}
inline auto YieldsNothing() {
  return ::testing::AllOf(IsOk(),
                          ::testing::Field("events", &Outcome::events, ::testing::IsEmpty()));
}

}  // namespace clarion::testing
