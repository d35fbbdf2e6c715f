// A process as an operator meets it: its flags, its end, and whom it lets in.
#include <signal.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/timeline_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "tests/support/caller.h"
#include "tests/support/certificates.h"
#include "tests/support/process.h"
#include "tests/support/sample_county.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"
#include "tests/support/watcher.h"
#include "tests/system/office.h"

namespace clarion::system {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::RefusedAs;
using testing::StatusIs;

using Incident = v1::IncidentService::Stub;

constexpr absl::Duration kCallLimit = absl::Seconds(10);

// One office for all of them; the last test ends its processes.
class OneProcess : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { office_ = new Office(); }
  static void TearDownTestSuite() { delete office_; }

  absl::StatusOr<std::string> Run(const std::string& desk,
                                  const std::vector<std::string>& arguments) {
    std::vector<std::string> command = {absl::StrCat(support::ProgramFolder(), "/clarion-", desk)};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return support::RunToEnd(command, kCallLimit);
  }

  static Office* office_;
};

Office* OneProcess::office_ = nullptr;

TEST_F(OneProcess, SaysItsVersion) {
  for (const std::string& desk : support::FourDesks()) {
    const auto said = Run(desk, {"--version"});
    ASSERT_THAT(said, IsOk());
    EXPECT_THAT(*said, HasSubstr("0.1.0"));
  }
}

TEST_F(OneProcess, ChecksItsConfigurationWithoutStarting) {
  for (const std::string& desk : support::FourDesks()) {
    const std::string path = office_->group().ConfigPath(desk);
    EXPECT_THAT(Run(desk, {"--config", path, "--check-config"}), IsOk());
    const std::string broken = absl::StrCat(office_->deployment().folder(), "/broken.yaml");
    support::WriteFile(broken, absl::StrCat(support::ReadFile(path), "colour: red\n"));
    const auto said = Run(desk, {"--config", broken, "--check-config"});
    EXPECT_THAT(said.status().ToString(), HasSubstr("exit 1"));
    EXPECT_THAT(said.status().ToString(), HasSubstr("colour"));
  }
}

TEST_F(OneProcess, IsNotTrustedUnderAnotherAuthority) {
  const auto channel = support::NewChannel(office_->group().Address("incident"),
                                           support::TestCertificates().other_ca);
  v1::GetIncidentRequest request;
  request.set_name("regions/419999/incidents/419999-20260303-0001");
  EXPECT_THAT(support::Call(channel, office_->duty(), &Incident::GetIncident, request, kCallLimit),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(OneProcess, LetsNobodyInWithoutAToken) {
  const v1::Docket docket = Must(office_->Register(office_->NewIncident()));
  v1::GetIncidentRequest request;
  request.set_name(docket.name());
  for (const std::string& token : {std::string(), std::string("no.token")}) {
    const auto answer =
        support::Call(office_->group(), "incident", token, &Incident::GetIncident, request);
    EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnauthenticated));
    EXPECT_THAT(answer, RefusedAs(v1::ERROR_REASON_NOT_SIGNED_IN));
  }
}

TEST_F(OneProcess, ShowsNothingOfAnotherRegion) {
  const v1::Docket docket = Must(office_->Register(office_->NewIncident()));
  v1::Roster neighbour = testing::SampleRoster();
  neighbour.set_name("regions/419998/roster");
  Must(office_->deployment().AddRegion(neighbour));
  v1::Account account;
  account.set_name("duty1");
  account.set_role(v1::ROLE_DUTY);
  const std::string token = Must(office_->deployment().AddAccounts("419998", {account})).front();
  v1::GetIncidentRequest request;
  request.set_name(docket.name());
  const auto answer =
      support::Call(office_->group(), "incident", token, &Incident::GetIncident, request);
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(answer, RefusedAs(v1::ERROR_REASON_NO_SUCH_INCIDENT));
}

TEST_F(OneProcess, DoesNotLetARealClockBeAdvanced) {
  v1::AdvanceClockRequest request;
  *request.mutable_to() = core::ToProto(absl::Now() + absl::Hours(1));
  EXPECT_THAT(support::Call(office_->group(), "timeline", office_->administrator(),
                            &v1::TimelineService::Stub::AdvanceClock, request),
              RefusedAs(v1::ERROR_REASON_MANUAL_CLOCK_ONLY));
}

TEST_F(OneProcess, StaysWhenTheTerminalItWasStartedFromIsGone) {
  for (const std::string& desk : support::FourDesks()) {
    support::Process& process = office_->group().process(desk);
    process.Signal(SIGHUP);
    EXPECT_EQ(process.WaitForExit(absl::Milliseconds(100)), std::nullopt) << desk;
  }
}

// Last: it ends the processes.
TEST_F(OneProcess, ToldToStopEndsItsWatchesAndExitsWithinFiveSeconds) {
  support::Watcher watcher(office_->group(), "broadcast", office_->inspector(), kRegion);
  ASSERT_TRUE(watcher.WaitForSnapshot(kCallLimit));
  for (const std::string& desk : support::FourDesks()) {
    support::Process& process = office_->group().process(desk);
    process.Signal(SIGTERM);
    const std::optional<int> code = process.WaitForExit(absl::Seconds(5));
    EXPECT_EQ(code, 0) << desk << ":\n" << process.Log();
  }
  ASSERT_TRUE(support::WaitUntil(kCallLimit, [&] { return !watcher.Breaks().empty(); }));
  EXPECT_THAT(watcher.Breaks().front(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(watcher.Breaks().front(), RefusedAs(v1::ERROR_REASON_SERVER_DRAINING));
}

}  // namespace
}  // namespace clarion::system
