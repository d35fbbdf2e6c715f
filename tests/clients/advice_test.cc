#include "clients/cli/advice.h"

#include "clarion/v1/docket.pb.h"
#include "clarion/v1/errors.pb.h"
#include "gtest/gtest.h"

namespace clarion::cli {
namespace {

TEST(Advice, EveryReasonSaysWhatToTypeNext) {
  const auto* reasons = v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const Advice* advice = FindAdvice(*reasons->value(i));
    ASSERT_NE(advice, nullptr) << reasons->value(i)->name();
    EXPECT_STRNE(advice->next, "") << reasons->value(i)->name();
  }
}

TEST(Advice, KnowsNoReasonThatTheContractDoesNot) {
  EXPECT_EQ(FindAdvice("NO_SUCH_REASON"), nullptr);
  EXPECT_EQ(FindAdvice(*v1::Grade_descriptor()->value(1)), nullptr);
}

struct ExitRow {
  const char* name;
  absl::StatusCode code;
  int exit;
};

class ExitCodes : public ::testing::TestWithParam<ExitRow> {};

TEST_P(ExitCodes, FollowTheCode) { EXPECT_EQ(ExitCode(GetParam().code), GetParam().exit); }

INSTANTIATE_TEST_SUITE_P(
    Table, ExitCodes,
    ::testing::Values(ExitRow{"Ok", absl::StatusCode::kOk, 0},
                      ExitRow{"Internal", absl::StatusCode::kInternal, 1},
                      ExitRow{"DataLoss", absl::StatusCode::kDataLoss, 1},
                      ExitRow{"InvalidArgument", absl::StatusCode::kInvalidArgument, 2},
                      ExitRow{"Unauthenticated", absl::StatusCode::kUnauthenticated, 3},
                      ExitRow{"PermissionDenied", absl::StatusCode::kPermissionDenied, 3},
                      ExitRow{"NotFound", absl::StatusCode::kNotFound, 4},
                      ExitRow{"AlreadyExists", absl::StatusCode::kAlreadyExists, 5},
                      ExitRow{"FailedPrecondition", absl::StatusCode::kFailedPrecondition, 5},
                      ExitRow{"Aborted", absl::StatusCode::kAborted, 5},
                      ExitRow{"Unavailable", absl::StatusCode::kUnavailable, 6},
                      ExitRow{"ResourceExhausted", absl::StatusCode::kResourceExhausted, 6},
                      ExitRow{"DeadlineExceeded", absl::StatusCode::kDeadlineExceeded, 6}),
    [](const ::testing::TestParamInfo<ExitRow>& test) { return test.param.name; });

}  // namespace
}  // namespace clarion::cli
