#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr v1::ReleaseKind kAuthoritative = v1::RELEASE_KIND_AUTHORITATIVE;

// Verified, with a draft that Jia town and Yi township publish jointly.
Story Joint() {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Verify();
  story.Draft("r1", kAuthoritative, {"org-ta", "org-tb"});
  return story;
}

const v1::Release& FirstSigned(const Story& story) { return story.docket().releases(0); }

TEST(CoSignature, IsThePrincipalsOfEachJointBody) {
  Story story = Joint();
  story.Submit("r1");
  story.Approve("r1", "r1 1");
  for (const char* stranger : {"o-ta-dep", "o-emb-head", "o-mayor", "o-none"}) {
    EXPECT_THAT(story.Cosign("r1", "r1 1", stranger), RefusedAs(v1::ERROR_REASON_NOT_COSIGNER));
  }
  EXPECT_THAT(story.By(Approver()).Cosign("r1", "r1 1", ""),
              RefusedAs(v1::ERROR_REASON_NOT_COSIGNER));
  const Outcome outcome = story.Cosign("r1", "r1 1", "o-ta-head");
  EXPECT_THAT(outcome, Yields("release_cosigned org-ta"));
  EXPECT_TRUE(outcome.decision.roster_used);
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-ta-head"), YieldsNothing());
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_COSIGN_MISSING));
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-tb-head"), IsOk());
  EXPECT_THAT(story.Publish("r1"), IsOk());
}

TEST(CoSignature, ComesBeforeOrAfterTheApproval) {
  Story story = Joint();
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-ta-head"), IsOk());
  story.Submit("r1");
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-tb-head"), IsOk());
  EXPECT_THAT(story.Approve("r1", "r1 1"), IsOk());
  EXPECT_THAT(story.Publish("r1"), IsOk());
}

TEST(CoSignature, IsOfExactlyThatText) {
  Story story = Joint();
  EXPECT_THAT(story.Cosign("r1", "r1 2", "o-ta-head"), RefusedAs(v1::ERROR_REASON_HASH_MISMATCH));
  EXPECT_THAT(story.Cosign("r9", "r1 1", "o-ta-head"), RefusedAs(v1::ERROR_REASON_NO_SUCH_RELEASE));
  v1::Command command;
  command.mutable_cosign_release()->set_release("r1");
  EXPECT_THAT(story.By(Speaker("o-ta-head")).Do(command),
              RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST(CoSignature, IsVoidedByAnyEdit) {
  Story story = Joint();
  story.Cosign("r1", "r1 1", "o-ta-head");
  story.Cosign("r1", "r1 1", "o-tb-head");
  story.Edit("r1", "第二稿");
  EXPECT_THAT(FirstSigned(story).cosigned_by(), IsEmpty());
  story.Submit("r1");
  story.Approve("r1", "第二稿");
  EXPECT_THAT(story.Publish("r1"), RefusedAs(v1::ERROR_REASON_COSIGN_MISSING));
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-ta-head"), RefusedAs(v1::ERROR_REASON_HASH_MISMATCH));
  EXPECT_THAT(story.Cosign("r1", "第二稿", "o-ta-head"), IsOk());
  EXPECT_THAT(FirstSigned(story).cosigned_by(), ElementsAre("org-ta"));
}

TEST(CoSignature, IsTheActingHeadsWhileThePrincipalIsOnLeave) {
  Story story = Joint();
  AddLeave(OfficialIn(story.roster(), "o-ta-head"), T("01:00"), T("02:00"), "o-ta-dep");
  story.Until("01:30");
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-ta-head"), RefusedAs(v1::ERROR_REASON_NOT_COSIGNER));
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-ta-dep"), Yields("release_cosigned org-ta"));
  story.At("02:00").Edit("r1", "第二稿");
  EXPECT_THAT(story.Cosign("r1", "第二稿", "o-ta-dep"), RefusedAs(v1::ERROR_REASON_NOT_COSIGNER));
  EXPECT_THAT(story.Cosign("r1", "第二稿", "o-ta-head"), IsOk());
}

TEST(CoSignature, IsNobodysWhileThePrincipalIsOnLeaveAndNobodyActs) {
  Story story = Joint();
  AddLeave(OfficialIn(story.roster(), "o-ta-head"), T("01:00"), T("02:00"), "");
  story.At("01:30");
  for (const char* official : {"o-ta-head", "o-ta-dep", "o-vm1"}) {
    EXPECT_THAT(story.Cosign("r1", "r1 1", official), RefusedAs(v1::ERROR_REASON_NOT_COSIGNER));
  }
}

TEST(CoSignature, OfWhoPresidesOverTwoBodiesIsForBoth) {
  Story story = Joint();
  v1::Official& head = OfficialIn(story.roster(), "o-tb-head");
  head.set_vacant(true);
  head.set_acting("o-ta-head");
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-ta-head"),
              Yields("release_cosigned org-ta", "release_cosigned org-tb"));
}

TEST(CoSignature, OfATextThatIsOnesOwnIsNotAskedFor) {
  Story story = Joint();
  story.Draft("r2");
  EXPECT_THAT(story.Cosign("r2", "r2 1", "o-ta-head"), RefusedAs(v1::ERROR_REASON_NOT_COSIGNER));
}

TEST(CoSignature, ComesTooLateOncePublished) {
  Story story = Joint();
  story.Submit("r1");
  story.Approve("r1", "r1 1");
  story.Cosign("r1", "r1 1", "o-ta-head");
  story.Cosign("r1", "r1 1", "o-tb-head");
  ASSERT_THAT(story.Publish("r1"), IsOk());
  EXPECT_THAT(story.Cosign("r1", "r1 1", "o-ta-head"),
              RefusedAs(v1::ERROR_REASON_ALREADY_PUBLISHED));
}

}  // namespace
}  // namespace clarion::testing
