// Two signatures: until the body asked accepts, nothing changes; the clocks never stop.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

Story Assigned() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.At("00:25").Assign("org-emb", {"org-edu"});
  story.At("00:30").Acknowledge("o-emb-head");
  story.At("00:50").Report(v1::REPORT_MODE_WRITTEN);
  return story;
}

TEST(Transfer, LeavesTheSenderResponsibleUntilTheReceiverAccepts) {
  Story story = Assigned();
  const Outcome asked = story.At("01:10").Transfer("org-edu");
  EXPECT_THAT(asked, Yields("transfer_requested org-edu"));
  EXPECT_THAT(asked.notices, ::testing::ElementsAre(::testing::HasSubstr("TRANSFER")));
  EXPECT_EQ(story.docket().assignment().lead(), "org-emb");
  EXPECT_EQ(story.docket().assignment().speaker(), "o-emb-head");

  EXPECT_THAT(story.At("01:40").AcceptTransfer("org-edu"),
              Yields("transfer_accepted clerk", "lead_assigned org-edu",
                     "speaker_assigned o-edu-head", "obligation_armed SPOKESPERSON_ACK-2"));
  EXPECT_EQ(story.docket().assignment().lead(), "org-edu");
  EXPECT_THAT(story.docket().assignment().supporting(), ::testing::IsEmpty());
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
  EXPECT_EQ(story.Clock("PRESS_CONFERENCE"), "PENDING due 24:00");
  EXPECT_EQ(story.Clock("SPOKESPERSON_ACK"), "PENDING due 02:10");
  for (const v1::Obligation& clock : story.docket().obligations()) {
    if (clock.status() == v1::OBLIGATION_STATUS_PENDING &&
        clock.kind() != v1::OBLIGATION_KIND_SPOKESPERSON_ACK) {
      EXPECT_EQ(clock.holder(), "org-edu") << clock.id();
    }
  }
}

TEST(Transfer, IsAcceptedOnceByTheBodyAskedLast) {
  Story story = Assigned();
  EXPECT_THAT(story.AcceptTransfer("org-edu"), RefusedAs(v1::ERROR_REASON_NO_PENDING_TRANSFER));
  story.Transfer("org-edu");
  story.Transfer("org-ta");
  EXPECT_THAT(story.AcceptTransfer("org-edu"), RefusedAs(v1::ERROR_REASON_NOT_RECEIVER));
  EXPECT_THAT(story.AcceptTransfer(""), RefusedAs(v1::ERROR_REASON_NOT_RECEIVER));
  EXPECT_THAT(story.AcceptTransfer("org-ta"), IsOk());
  EXPECT_THAT(story.AcceptTransfer("org-ta"), RefusedAs(v1::ERROR_REASON_NO_PENDING_TRANSFER));
}

TEST(Transfer, AskedOfTheBodyThatLeadsOrOfNobodyIsRefused) {
  Story story = Assigned();
  EXPECT_THAT(story.Transfer("org-emb"), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Transfer("org-none"), RefusedAs(v1::ERROR_REASON_NO_SUCH_BODY));
  EXPECT_THAT(story.Transfer("org-edu", ""), RefusedAs(v1::ERROR_REASON_BASIS_REQUIRED));
}

TEST(Transfer, TakesTwoPeople) {
  Story story = Assigned();
  v1::Actor duty = Duty();
  duty.set_body("org-edu");
  story.By(duty).Transfer("org-edu");
  EXPECT_THAT(story.By(duty).AcceptTransfer("org-edu"), RefusedAs(v1::ERROR_REASON_SELF_APPROVAL));
  EXPECT_THAT(story.AcceptTransfer("org-edu"), IsOk());
}

TEST(Transfer, EndsUnansweredWithANewAssignment) {
  Story story = Assigned();
  story.Transfer("org-edu");
  story.Assign("org-ta");
  EXPECT_THAT(story.AcceptTransfer("org-edu"), RefusedAs(v1::ERROR_REASON_NO_PENDING_TRANSFER));
  EXPECT_EQ(story.docket().assignment().lead(), "org-ta");
}

TEST(Transfer, ToTheCityEndsNoClockAndKeepsTheLead) {
  Story story = Assigned();
  story.Transfer("org-city");
  EXPECT_THAT(story.AcceptTransfer("org-city"), Yields("transfer_accepted clerk"));
  EXPECT_EQ(story.docket().assignment().lead(), "org-emb");
  EXPECT_EQ(story.Clock("AUTHORITATIVE_INFO"), "PENDING due 05:00");
}

TEST(Transfer, OfSeveralLocalitiesDoesNotGoToOneOfThem) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III, [](v1::RegisterIncident& act) {
    act.add_localities("org-ta");
    act.add_localities("org-tb");
  });
  EXPECT_THAT(story.Transfer("org-ta"), RefusedAs(v1::ERROR_REASON_LEAD_MUST_BE_SUPERIOR));
  EXPECT_THAT(story.Transfer("org-emb"), IsOk());
}

TEST(Transfer, IsNotAcceptedByALocalityOnceAMergerBroughtAnother) {
  Story story;
  story.Register(v1::GRADE_III, [](v1::RegisterIncident& act) { act.add_localities("org-ta"); });
  Story other;
  other.Register(v1::GRADE_III, [](v1::RegisterIncident& act) {
    act.set_name("regions/419999/incidents/419999-20260303-0002");
    act.add_localities("org-tb");
  });
  story.Transfer("org-ta");
  story.Absorb(other);
  EXPECT_THAT(story.AcceptTransfer("org-ta"), RefusedAs(v1::ERROR_REASON_LEAD_MUST_BE_SUPERIOR));
}

TEST(Transfer, MarksTheDocketAsOneThatOlderProcessesMayNotWrite) {
  Story story = Assigned();
  EXPECT_EQ(story.docket().schema(), 1);
  story.Transfer("org-edu");
  EXPECT_EQ(story.docket().schema(), 2);
}

}  // namespace
}  // namespace clarion::testing
