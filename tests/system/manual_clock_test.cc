// A data set with a manual clock: AdvanceClock lets every timer fire at its own instant and answers
// when all is settled.
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/timeline_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/caller.h"
#include "tests/support/status_matchers.h"
#include "tests/system/office.h"

namespace clarion::system {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::RefusedAs;

const absl::Time kBegun = absl::FromUnixSeconds(1772499600);  // 2026-03-03 09:00 in Asia/Shanghai

class ManualClock : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Progress> Advance(absl::Time to, absl::Duration limit = absl::Seconds(15)) {
    v1::AdvanceClockRequest request;
    *request.mutable_to() = core::ToProto(to);
    return support::Call(office_.group(), "timeline", office_.administrator(),
                         &v1::TimelineService::Stub::AdvanceClock, request, limit);
  }

  v1::Docket RegisterAt(absl::Time detected_at) {
    v1::RegisterIncidentRequest request = office_.NewIncident();
    *request.mutable_incident()->mutable_detected_at() = core::ToProto(detected_at);
    return Must(office_.Register(request));
  }

  Office office_{{.manual_clock = kBegun}};
};

TEST_F(ManualClock, LetsEveryTimerFireAtItsOwnInstantAndAnswersWhenSettled) {
  const std::string name = RegisterAt(kBegun).name();
  const auto progress = Advance(kBegun + absl::Hours(30));
  ASSERT_THAT(progress, IsOk());
  EXPECT_TRUE(progress->settled());
  EXPECT_EQ(core::FromProto(progress->now()), kBegun + absl::Hours(30));

  std::vector<absl::Duration> breaches;
  for (const v1::Record& record : Must(office_.Records(name))) {
    for (const v1::Event& event : record.events()) {
      if (!event.has_obligation_breached()) continue;
      EXPECT_FALSE(event.obligation_breached().has_fired_late());
      breaches.push_back(core::FromProto(record.decided_at()) - kBegun);
    }
  }
  const absl::Duration after = absl::Milliseconds(1);
  EXPECT_THAT(breaches, ::testing::ElementsAre(absl::Hours(2) + after, absl::Hours(5) + after,
                                               absl::Hours(24) + after));
}

TEST_F(ManualClock, MayGoBackAndTheDocketDoesNot) {
  const std::string name = RegisterAt(kBegun).name();
  ASSERT_THAT(Advance(kBegun + absl::Hours(6)), IsOk());
  const v1::Docket before = Must(office_.Get(name));
  const auto progress = Advance(kBegun + absl::Hours(1));
  ASSERT_THAT(progress, IsOk());
  EXPECT_EQ(core::FromProto(progress->now()), kBegun + absl::Hours(1));
  EXPECT_EQ(Must(office_.Get(name)).SerializeAsString(), before.SerializeAsString());
}

TEST_F(ManualClock, SaysWhichDeskKeepsItFromSettling) {
  RegisterAt(kBegun);
  ASSERT_THAT(Advance(kBegun + absl::Minutes(1)), IsOk());
  office_.group().Kill("broadcast");
  RegisterAt(kBegun);
  const auto progress = Advance(kBegun + absl::Minutes(2), absl::Seconds(3));
  EXPECT_THAT(progress, RefusedAs(v1::ERROR_REASON_NOT_SETTLED));
  EXPECT_THAT(progress.status().ToString(), HasSubstr("broadcast"));
}

}  // namespace
}  // namespace clarion::system
