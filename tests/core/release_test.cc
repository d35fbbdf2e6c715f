#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::Contains;

Story ToBeReleased() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  return story;
}

const v1::Release& First(const Story& story) { return story.docket().releases(0); }

TEST(Publication, GoesDraftReviewApprovalAndOnlyThen) {
  Story story = ToBeReleased();
  EXPECT_THAT(story.Draft("r1"), Yields("release_drafted"));
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_NOT_APPROVED));
  EXPECT_THAT(story.Submit("r1", v1::SECRECY_REVIEW_UNSPECIFIED),
              RefusedAs(v1::ERROR_REASON_SECRECY_REVIEW_MISSING));
  EXPECT_THAT(story.Submit("r1", v1::SECRECY_REVIEW_FAIL),
              RefusedAs(v1::ERROR_REASON_SECRECY_REVIEW_FAILED));
  EXPECT_THAT(story.Approve("r1", "r1 1"), RefusedAs(v1::ERROR_REASON_NOT_SUBMITTED));
  EXPECT_THAT(story.Submit("r1"), Yields("release_submitted"));
  EXPECT_THAT(story.Submit("r1"), YieldsNothing());
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_NOT_APPROVED));
  EXPECT_THAT(story.Approve("r1", "r1 1"), Yields("release_approved"));
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_NOT_VERIFIED));
  story.Verify();
  EXPECT_THAT(story.Publish("r1", {"PERSONAL_ACCOUNT"}),
              RefusedAs(v1::ERROR_REASON_CHANNEL_NOT_OFFICIAL));
  EXPECT_THAT(story.Publish("r1", {}), RefusedAs(v1::ERROR_REASON_CHANNEL_NOT_OFFICIAL));
  EXPECT_THAT(story.Publish("r9"), RefusedAs(v1::ERROR_REASON_NO_SUCH_RELEASE));
  EXPECT_THAT(story.Publish("r1", {"PERSONAL_ACCOUNT", "TV"}).events,
              Contains("release_published r1"));
  EXPECT_EQ(story.State(), "RESPONDING");
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_ALREADY_PUBLISHED));
}

TEST(Approval, IsNeverTheAuthorsOrAnEditors) {
  Story story = ToBeReleased();
  story.By(Approver("app1")).Draft("r1");
  story.By(Approver("app2")).Edit("r1", "第二稿");
  EXPECT_THAT(story.By(Duty()).Approve("r1", "第二稿"), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
  // Said before NOT_SUBMITTED and before HASH_MISMATCH.
  EXPECT_THAT(story.By(Approver("app1")).Approve("r1", "x"),
              RefusedAs(v1::ERROR_REASON_SELF_APPROVAL));
  story.Submit("r1");
  EXPECT_THAT(story.By(Approver("app1")).Approve("r1", "x"),
              RefusedAs(v1::ERROR_REASON_SELF_APPROVAL));
  EXPECT_THAT(story.By(Approver("app2")).Approve("r1", "第二稿"),
              RefusedAs(v1::ERROR_REASON_SELF_APPROVAL));
  EXPECT_THAT(story.By(Approver("app3")).Approve("r1", "第二稿"), IsOk());
}

TEST(Approval, BindsTheTextAndAnEditVoidsIt) {
  Story story = ToBeReleased();
  story.Verify();
  story.Draft("r1");
  story.Submit("r1");
  story.Approve("r1", "r1 1");
  EXPECT_THAT(story.By(Duty("duty2")).Edit("r1", "第二稿"),
              Yields("release_edited", "release_approval_voided"));
  EXPECT_EQ(First(story).state(), v1::RELEASE_STATE_DRAFT);
  EXPECT_EQ(First(story).text_version(), 2);
  EXPECT_EQ(First(story).secrecy_review(), v1::SECRECY_REVIEW_UNSPECIFIED);
  EXPECT_THAT(First(story).authors(), ::testing::ElementsAre("duty1", "duty2"));
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_APPROVAL_VOID));
  story.Submit("r1");
  EXPECT_THAT(story.Approve("r1", "r1 1"), RefusedAs(v1::ERROR_REASON_HASH_MISMATCH));
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_APPROVAL_VOID));
  EXPECT_THAT(story.Approve("r1", "第二稿"), IsOk());
  EXPECT_THAT(story.Publish("r1"), IsOk());
}

TEST(Edit, BeforeApprovalVoidsNothing) {
  Story story = ToBeReleased();
  story.Draft("r1");
  EXPECT_THAT(story.Edit("r1", "第二稿"), Yields("release_edited"));
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_NOT_APPROVED));
}

TEST(Edit, OfAPublishedTextIsRefused) {
  Story story = ToBeReleased();
  story.Verify();
  story.Release("r1");
  EXPECT_THAT(story.Edit("r1", "x"), RefusedAs(v1::ERROR_REASON_ALREADY_PUBLISHED_USE_RETRACT));
  EXPECT_THAT(story.Submit("r1"), RefusedAs(v1::ERROR_REASON_ALREADY_PUBLISHED_USE_RETRACT));
  EXPECT_THAT(story.Edit("r9", "x"), RefusedAs(v1::ERROR_REASON_NO_SUCH_RELEASE));
  EXPECT_THAT(story.Submit("r9"), RefusedAs(v1::ERROR_REASON_NO_SUCH_RELEASE));
  EXPECT_THAT(story.Approve("r9", "x"), RefusedAs(v1::ERROR_REASON_NO_SUCH_RELEASE));
}

TEST(JointRelease, WaitsForEveryCoSignature) {
  Story story = ToBeReleased();
  story.Verify();
  EXPECT_THAT(story.Draft("r1", v1::RELEASE_KIND_AUTHORITATIVE, {"org-no"}),
              RefusedAs(v1::ERROR_REASON_NO_SUCH_BODY));
  story.Draft("r1", v1::RELEASE_KIND_AUTHORITATIVE, {"org-ta"});
  story.Submit("r1");
  story.Approve("r1", "r1 1");
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_COSIGN_MISSING));
}

TEST(Draft, TakesTheNextFreeIdAndRefusesOneInUse) {
  Story story = ToBeReleased();
  story.Draft("");
  EXPECT_EQ(First(story).id(), "r1");
  story.Draft("r3");
  story.Draft("");
  EXPECT_EQ(story.docket().releases(2).id(), "r4");
  EXPECT_THAT(story.Draft("r3"), RefusedAs(v1::ERROR_REASON_ALREADY_EXISTS));
  EXPECT_THAT(story.Draft("第一"), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Draft("x", v1::RELEASE_KIND_UNSPECIFIED),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Draft("x", v1::RELEASE_KIND_HOLDING),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(Drill, PublishesAndReportsInSimulationOnly) {
  Story story;
  story.At("00:00").Register(v1::GRADE_I,
                             [](v1::RegisterIncident& act) { act.set_exercise(true); });
  story.Verify();
  EXPECT_TRUE(story.Release("r1").decision.record.events(0).release_published().simulated());
  EXPECT_TRUE(story.Report(v1::REPORT_MODE_WRITTEN)
                  .decision.record.events(0)
                  .superior_reported()
                  .simulated());
}

TEST(Submission, WaitsUntilNoBlankOfTheTemplateIsLeft) {
  Story story = ToBeReleased();
  v1::Command draft;
  draft.mutable_draft_release()->set_release("r1");
  draft.mutable_draft_release()->set_kind(v1::RELEASE_KIND_AUTHORITATIVE);
  *draft.mutable_draft_release()->mutable_text() = TextOf("死亡〔待填:死亡人数〕人");
  draft.mutable_draft_release()->set_blanks(1);
  ASSERT_THAT(story.Do(draft), Yields("release_drafted"));
  EXPECT_THAT(story.Submit("r1"), RefusedAs(v1::ERROR_REASON_TEXT_HAS_BLANKS));
  story.Edit("r1", "死亡3人");
  EXPECT_THAT(story.Submit("r1"), Yields("release_submitted"));
}

}  // namespace
}  // namespace clarion::testing
