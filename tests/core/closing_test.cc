#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

// Grade I with everything done in time; the continued-release clock runs after r1.
Story Done() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I,
                             [](v1::RegisterIncident& act) { act.set_fingerprint("fp"); });
  story.Verify();
  story.At("00:25").Assign("org-emb");
  story.At("00:30").Acknowledge("o-emb-head");
  story.At("00:50").Report(v1::REPORT_MODE_WRITTEN);
  story.At("02:00").Release("r1");
  story.At("03:00").Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  return story;
}

TEST(Closing, IsAnApproversAndNeedsAFinalReleaseWhileTheChainRuns) {
  Story story = Done();
  EXPECT_THAT(story.By(Duty()).Close("r1"), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
  EXPECT_THAT(story.Close(), RefusedAs(v1::ERROR_REASON_OPEN_OBLIGATIONS));
  EXPECT_THAT(story.Close("r9"), RefusedAs(v1::ERROR_REASON_NO_SUCH_RELEASE));
  story.Draft("r2");
  EXPECT_THAT(story.Close("r2"), RefusedAs(v1::ERROR_REASON_NOT_PUBLISHED));
  const Outcome outcome = story.Close("r1");
  EXPECT_THAT(outcome, Yields("obligation_cancelled CONTINUED_RELEASE-1", "incident_closed"));
  EXPECT_TRUE(outcome.decision.record.ended());
  EXPECT_TRUE(core::HasEnded(outcome.decision.paper));
  ASSERT_EQ(outcome.decision.claims.size(), 1U);
  EXPECT_EQ(outcome.decision.claims[0].name, "fingerprint/419999/fp");
  EXPECT_EQ(outcome.decision.claims[0].expected, story.docket().name());
  EXPECT_EQ(outcome.decision.claims[0].value, "");
  EXPECT_EQ(story.State(), "CLOSED");
}

TEST(Closing, WithAClockRunningIsRefusedAndNamesIt) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  const Outcome outcome = story.Close();
  EXPECT_THAT(outcome, RefusedAs(v1::ERROR_REASON_OPEN_OBLIGATIONS));
  EXPECT_THAT(std::string(outcome.status.message()), ::testing::HasSubstr("PUBLIC_RESPONSE-1"));
}

TEST(Closing, WithABreachNeedsAnExplanation) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.Until("49:00");
  EXPECT_THAT(story.Close(), RefusedAs(v1::ERROR_REASON_BREACH_UNEXPLAINED));
  EXPECT_THAT(story.Close("", "现场抢险,未及时回应"), Yields("incident_closed"));
}

TEST(Closing, WithALateMetClockNeedsNoExplanation) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.Verify();
  story.Until("49:00");
  story.Release("r1");
  EXPECT_THAT(story.Close(), IsOk());
}

TEST(Closing, EndsAPendingSignature) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.Verify();
  story.Release("r1");
  story.At("00:20").Assign("org-emb");
  EXPECT_THAT(story.Close(), Yields("obligation_cancelled SPOKESPERSON_ACK-1", "incident_closed"));
}

TEST(Closing, NeedsASummary) {
  Story story = Done();
  v1::Command command;
  command.mutable_close_incident()->set_final_release("r1");
  EXPECT_THAT(story.By(Approver()).Do(command), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(Closed, RefusesEveryAct) {
  Story story = Done();
  story.Draft("r2");
  story.Submit("r2");
  ASSERT_THAT(story.Close("r1"), IsOk());
  constexpr v1::ErrorReason kEnd = v1::ERROR_REASON_TERMINAL_STATE;
  constexpr v1::ConferenceForm kPress = v1::CONFERENCE_FORM_PRESS_CONFERENCE;
  EXPECT_THAT(story.AddReport("110", "00:01"), RefusedAs(kEnd));
  EXPECT_THAT(story.CorrectStart("-00:10"), RefusedAs(kEnd));
  EXPECT_THAT(story.Verify(), RefusedAs(kEnd));
  EXPECT_THAT(story.By(Approver()).Grade(v1::GRADE_II), RefusedAs(kEnd));
  EXPECT_THAT(story.Assign("org-edu"), RefusedAs(kEnd));
  EXPECT_THAT(story.Acknowledge("o-emb-head"), RefusedAs(kEnd));
  EXPECT_THAT(story.Draft("r3"), RefusedAs(kEnd));
  EXPECT_THAT(story.Edit("r2", "x"), RefusedAs(kEnd));
  EXPECT_THAT(story.Submit("r2"), RefusedAs(kEnd));
  EXPECT_THAT(story.Approve("r2", "r2 1"), RefusedAs(kEnd));
  EXPECT_THAT(story.Publish("r2"), RefusedAs(kEnd));
  EXPECT_THAT(story.Schedule("c2", kPress, "20:00", {"o-emb-head"}), RefusedAs(kEnd));
  EXPECT_THAT(story.Begin("c2", kPress, {"o-emb-head"}), RefusedAs(kEnd));
  EXPECT_THAT(story.End("c1"), RefusedAs(kEnd));
  EXPECT_THAT(story.Abort("c1"), RefusedAs(kEnd));
  EXPECT_THAT(story.Report(v1::REPORT_MODE_WRITTEN), RefusedAs(kEnd));
  EXPECT_THAT(story.Close("r1"), RefusedAs(kEnd));
  EXPECT_EQ(story.State(), "CLOSED");
}

TEST(Closed, RefusesWhatNeedsASecondPersonToo) {
  Story story = Done();
  story.Draft("r2", v1::RELEASE_KIND_UPDATE, {"org-ta"});
  story.RecordEvidence("e1", v1::EVIDENCE_KIND_RELEASE, "01:00");
  ASSERT_THAT(story.Close("r1"), IsOk());
  constexpr v1::ErrorReason kEnd = v1::ERROR_REASON_TERMINAL_STATE;
  constexpr v1::ObligationKind kContinued = v1::OBLIGATION_KIND_CONTINUED_RELEASE;
  EXPECT_THAT(story.RequestWaiver(kContinued), RefusedAs(kEnd));
  EXPECT_THAT(story.ApproveWaiver(kContinued), RefusedAs(kEnd));
  EXPECT_THAT(story.RecordEvidence("e2", v1::EVIDENCE_KIND_RELEASE, "01:00"), RefusedAs(kEnd));
  EXPECT_THAT(story.ConfirmEvidence("e1"), RefusedAs(kEnd));
  EXPECT_THAT(story.FindFalse(true), RefusedAs(kEnd));
  EXPECT_THAT(story.ReferToPolice(), RefusedAs(kEnd));
  EXPECT_THAT(story.Cosign("r2", "r2 1", "o-ta-head"), RefusedAs(kEnd));
  EXPECT_THAT(story.Retract("r1"), RefusedAs(kEnd));
  EXPECT_THAT(story.AddNote("备注"), RefusedAs(kEnd));
  EXPECT_THAT(story.EnterFact("dead", "3", "02:00"), RefusedAs(kEnd));
  EXPECT_THAT(story.Refuse("o-emb-head"), RefusedAs(kEnd));
  AddLeave(OfficialIn(story.roster(), "o-emb-head"), T("02:00"), T("20:00"), "o-emb-dep");
  EXPECT_THAT(story.Review(), YieldsNothing());
}

TEST(Reporting, ChecksItsFieldsAndItsSuperior) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  EXPECT_THAT(story.Report(v1::REPORT_MODE_UNSPECIFIED), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  v1::Command command;
  v1::ReportToSuperior& act = *command.mutable_report_to_superior();
  act.set_mode(v1::REPORT_MODE_WRITTEN);
  act.set_to("org-city");
  EXPECT_THAT(story.Do(command), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));  // no document
  act.set_document("1号");
  act.set_to("org-none");
  EXPECT_THAT(story.Do(command), RefusedAs(v1::ERROR_REASON_NO_SUCH_BODY));
  act.set_to("org-emb");
  EXPECT_THAT(story.Do(command), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

}  // namespace
}  // namespace clarion::testing
