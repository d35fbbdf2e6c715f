// What Decide guarantees of every act: order of refusals, limits, schema, the record it builds.
#include "services/core/decide.h"
#include "services/core/docket_facts.h"

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

TEST(Decide, NeedsAnActAndAPaper) {
  Story story;
  EXPECT_THAT(story.Do(v1::Command()), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Verify(), RefusedAs(v1::ERROR_REASON_NO_SUCH_INCIDENT));
  EXPECT_THAT(story.Assign("org-no"), RefusedAs(v1::ERROR_REASON_NO_SUCH_INCIDENT));
}

TEST(Decide, RefusesTheRoleBeforeEverythingElse) {
  Story story;
  EXPECT_THAT(story.By(Of(v1::ROLE_INSPECTOR, "i")).Verify(""),
              RefusedAs(v1::ERROR_REASON_READ_ONLY));
  EXPECT_THAT(story.By(Of(v1::ROLE_CLERK, "c")).Publish("r9"),
              RefusedAs(v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  EXPECT_THAT(story.By(Duty()).Close("r9"), RefusedAs(v1::ERROR_REASON_NOT_APPROVER));
}

TEST(Decide, BuildsTheWholeRecord) {
  Story story;
  const Outcome first = story.At("00:10").Register(v1::GRADE_IV);
  const v1::Record& record = first.decision.record;
  EXPECT_EQ(record.paper(), "regions/419999/incidents/419999-20260303-0001");
  EXPECT_EQ(record.version(), 1);
  EXPECT_EQ(record.actor().person(), "duty1");
  EXPECT_EQ(core::FromProto(record.decided_at()), T("00:10"));
  EXPECT_EQ(core::FromProto(record.next_due()), T("00:40"));
  EXPECT_FALSE(record.ended());
  EXPECT_TRUE(record.request_id().empty());
  EXPECT_EQ(story.Verify().decision.record.version(), 2);
}

TEST(Decide, GivesThePaperWithoutEtag) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  v1::Paper paper = story.paper();
  paper.mutable_docket()->set_etag("ab12");
  const core::Context context = ContextAt(T("00:20"), Duty());
  v1::Command command;
  command.mutable_verify_incident()->set_basis("x");
  const auto decision = core::Decide(paper, command, context);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->paper.docket().etag(), "");
  core::Evolve(paper, decision->record);
  EXPECT_EQ(paper.docket().etag(), "ab12");
  EXPECT_EQ(paper.docket().version(), 2);
}

TEST(Decide, RefusesAPaperOfALaterSchema) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  v1::Paper paper = story.paper();
  paper.mutable_docket()->set_schema(core::kSchema + 1);
  const core::Context context = ContextAt(T("00:20"), Duty());
  v1::Command command;
  command.mutable_verify_incident()->set_basis("x");
  const auto decision = core::Decide(paper, command, context);
  EXPECT_THAT(decision, RefusedAs(v1::ERROR_REASON_NEWER_SCHEMA));
  EXPECT_THAT(decision, StatusIs(absl::StatusCode::kUnavailable));
}

TEST(Decide, RefusesAPaperOverItsLimitAndKeepsRoomToCloseIt) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.Verify();
  story.Release("r1");
  Outcome outcome;
  int reports = 0;
  do {
    outcome = story.AddReport(std::string(64, 'x'), "00:01");
  } while (outcome.status.ok() && ++reports < 2000);
  EXPECT_THAT(outcome, RefusedAs(v1::ERROR_REASON_PAPER_TOO_LARGE));
  EXPECT_GT(reports, 300);
  EXPECT_THAT(story.Close(), IsOk());
}

TEST(Refusal, CarriesReasonBothLanguagesAndEveryViolation) {
  Story story;
  const Outcome outcome = story.Register(v1::GRADE_I, [](v1::RegisterIncident& act) {
    act.clear_title();
    act.clear_detected_at();
  });
  google::rpc::BadRequest bad;
  ASSERT_TRUE(bad.ParseFromString(
      std::string(*outcome.status.GetPayload("type.googleapis.com/google.rpc.BadRequest"))));
  EXPECT_EQ(bad.field_violations_size(), 2);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(
      std::string(*outcome.status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo"))));
  EXPECT_EQ(info.domain(), "clarion");
  EXPECT_EQ(info.reason(), "FIELD_INVALID");
  google::rpc::LocalizedMessage localized;
  ASSERT_TRUE(localized.ParseFromString(
      std::string(*outcome.status.GetPayload("type.googleapis.com/google.rpc.LocalizedMessage"))));
  EXPECT_EQ(localized.locale(), "zh-CN");
  EXPECT_FALSE(localized.message().empty());
}

TEST(Refusal, ShowsInstantsInBeijingTime) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  EXPECT_THAT(std::string(story.CorrectStart("00:05").status.message()),
              ::testing::HasSubstr("2026-03-03 09:00:00 (Beijing time)"));
}

TEST(Evolve, IgnoresWhatItDoesNotKnow) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  v1::Paper paper = story.paper();
  v1::Record record;
  record.set_version(2);
  record.add_events();  // an event of a later release
  record.add_events()->mutable_obligation_met()->set_obligation("NOTHING-7");
  record.add_events()->mutable_release_published()->set_release("r9");
  record.add_events()->mutable_conference_ended()->set_conference("c9");
  core::Evolve(paper, record);
  EXPECT_EQ(paper.docket().version(), 2);
  EXPECT_EQ(paper.docket().obligations_size(), 3);
  v1::Paper none;
  core::Evolve(none, record);
  EXPECT_EQ(core::NameOf(none), "");
}

}  // namespace
}  // namespace clarion::testing
