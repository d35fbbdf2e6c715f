#include "clients/cpp/retry.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

#include "clients/cpp/connection.h"
#include "gtest/gtest.h"
#include "tests/clients/fake_desks.h"
#include "tests/clients/fixtures.h"

namespace clarion::client {
namespace {

// A clock that only sleeping moves.
struct Story {
  absl::Time now = absl::UnixEpoch();
  std::vector<absl::Duration> pauses;
  int attempts = 0;

  RetryPolicy Policy() {
    RetryPolicy policy;
    policy.now = [this] { return now; };
    policy.sleep = [this](absl::Duration pause) {
      pauses.push_back(pause);
      now += pause;
    };
    return policy;
  }
};

TEST(Retry, GivesUpAfterFiveTriesWithGrowingPauses) {
  Story story;
  const absl::Status status = WithRetries(story.Policy(), [&](absl::Duration) {
    ++story.attempts;
    return absl::UnavailableError("down");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(story.attempts, 5);
  ASSERT_EQ(story.pauses.size(), 4u);
  for (size_t i = 0; i < 4; ++i) {
    const absl::Duration whole = absl::Milliseconds(250) * (1 << i);
    EXPECT_GE(story.pauses[i], whole / 2);
    EXPECT_LE(story.pauses[i], whole);
  }
}

TEST(Retry, EndsAfterFifteenSecondsHoweverFewTries) {
  Story story;
  std::vector<absl::Duration> left;
  WithRetries(story.Policy(), [&](absl::Duration remaining) {
    left.push_back(remaining);
    story.now += absl::Seconds(5);  // each try runs into its own deadline
    return absl::DeadlineExceededError("slow");
  }).IgnoreError();
  EXPECT_EQ(left.size(), 3u);
  EXPECT_LE(story.now - absl::UnixEpoch(), absl::Seconds(16));
  EXPECT_LT(left.back(), absl::Seconds(5));  // the last try may not outlive the whole
}

TEST(Retry, RepeatsOnlyWhatRepeatingCanCure) {
  for (const absl::Status& status :
       {absl::FailedPreconditionError(""), absl::AbortedError(""), absl::NotFoundError(""),
        absl::InvalidArgumentError(""), absl::PermissionDeniedError(""), absl::DataLossError(""),
        absl::InternalError(""), absl::CancelledError("")}) {
    Story story;
    WithRetries(story.Policy(), [&](absl::Duration) {
      ++story.attempts;
      return status;
    }).IgnoreError();
    EXPECT_EQ(story.attempts, 1) << status;
  }
}

TEST(Connection, RepeatsTheVerySameRequest) {
  tests::Script script;
  script.dockets = {tests::MajorFire()};
  script.failures = {
      tests::Refused(grpc::StatusCode::UNAVAILABLE, "OUTCOME_UNKNOWN", "lost", "丢失"),
      tests::Refused(grpc::StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL", "full", "繁忙")};
  tests::FakeDesks desks(script);
  CallOptions options;
  options.retry.sleep = [](absl::Duration) {};
  Connection connection(desks.Channels("secret"), options);
  v1::VerifyIncidentRequest request;
  request.set_name(tests::MajorFire().name());
  request.set_request_id("6f1c2a7e-3b0d-4c55-9a1e-0d4f6f2b8c31");

  const auto docket = connection.Call(&v1::IncidentService::StubInterface::VerifyIncident, request);

  ASSERT_TRUE(docket.ok()) << docket.status();
  EXPECT_EQ(docket->etag(), "7f3a");
  EXPECT_EQ(script.request_ids, std::vector<std::string>(3, request.request_id()));
  EXPECT_EQ(script.tokens.front(), "Bearer secret");
}

// gRPC connects only while somebody waits on the channel: a plain sleep between tries would end
// with the last of them, the server being back for long.
TEST(Connection, FindsAServerThatCameBackBetweenTwoTries) {
  std::string folder = std::filesystem::temp_directory_path() / "clarion-retry-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string address = "unix:" + folder + "/socket";
  tests::Script script;
  script.dockets = {tests::MajorFire()};
  auto desks = std::make_unique<tests::FakeDesks>(script, address);
  int looks = 0;
  CallOptions options;
  options.retry.now = [&] {
    // Asked once to begin with, then before each try: back before the third.
    if (++looks == 5) desks = std::make_unique<tests::FakeDesks>(script, address);
    return absl::Now();
  };
  Connection connection(desks->Channels(), options);
  v1::VerifyIncidentRequest request;
  const auto verify = &v1::IncidentService::StubInterface::VerifyIncident;
  CallOptions once;
  once.retry.tries = 1;
  ASSERT_TRUE(connection.Call(verify, request, once).ok());
  desks.reset();

  const auto docket = connection.Call(verify, request);

  EXPECT_TRUE(docket.ok()) << docket.status();
  EXPECT_GE(looks, 5);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace clarion::client
