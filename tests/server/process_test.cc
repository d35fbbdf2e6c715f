// The frame of a process, as an operator sees it: clarion-probe with a real Redis, TLS and signals.
#include "services/server/process.h"

#include <signal.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/server/tokens.h"
#include "tests/support/caller.h"
#include "tests/support/certificates.h"
#include "tests/support/process_group.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait_until.h"

namespace clarion::server {
namespace {

using ::clarion::testing::IsOk;
using ::clarion::testing::RefusedAs;
using ::testing::HasSubstr;

constexpr absl::Duration kStartsWithin = absl::Seconds(20);
constexpr char kFast[] = "regions/410726/incidents/fast";
constexpr char kSlow[] = "regions/410726/incidents/slow";

std::string Program(const std::string& name) {
  return absl::StrCat(support::ProgramFolder(), "/clarion-", name);
}

class ProcessTest : public ::testing::Test {
 protected:
  ProcessTest()
      : group_(
            {.folder = dir_.path(), .redis_socket = redis_.socket(), .rule_pack = CLARION_PACK}) {
    EXPECT_THAT(support::RunToEnd({Program("admin"), "init", "--password-file",
                                   dir_.path() + "/password", "--socket", redis_.socket()},
                                  kStartsWithin),
                IsOk());
  }

  support::Process& probe() { return group_.process("probe"); }
  std::string LogOfProbe() { return support::ReadFile(dir_.path() + "/probe.log"); }

  bool LogWillHold(const std::string& text) {
    return support::WaitUntil(kStartsWithin, [&] { return absl::StrContains(LogOfProbe(), text); });
  }

  // The probe, not awaited.
  std::unique_ptr<support::Process> StartAlone() {
    return *support::Process::Start(
        {.command = {Program("probe"), "--config", group_.WriteConfig("probe")},
         .log_path = dir_.path() + "/probe.log",
         .name = ""});
  }

  // Runs the probe to its end; output and exit code in one.
  std::string RunProbe(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), Program("probe"));
    const std::string log = dir_.path() + "/run.log";
    support::WriteFile(log, "");
    auto process = support::Process::Start({.command = arguments, .log_path = log, .name = ""});
    if (!process.ok()) return process.status().ToString();
    const auto code = (*process)->WaitForExit(kStartsWithin);
    return absl::StrCat("exit ", code.value_or(999), ": ", support::ReadFile(log));
  }

  absl::StatusOr<v1::Docket> Get(const std::string& name, const std::string& token = "") {
    v1::GetIncidentRequest request;
    request.set_name(name);
    return support::Call(group_.Channel("probe"), token, &v1::IncidentService::Stub::GetIncident,
                         request, kStartsWithin);
  }

  // Of the administrator there is from the beginning, for the data set in Redis.
  std::string Token() {
    v1::TokenConfig config;
    config.add_public_keys(support::TestCertificates().token_public);
    config.set_signing_key(support::TestCertificates().token_key);
    const auto tokens = *Tokens::Open(config);
    v1::Account account;
    account.set_name("regions/000000/accounts/admin");
    account.set_role(v1::ROLE_ADMINISTRATOR);
    account.set_version(1);
    const std::string set = redis_.Run({"GET", "{00}:set"});
    return *tokens->Sign(tokens->NewClaims(account, absl::Now(), set.substr(0, set.find(' '))));
  }

  support::TempDir dir_;
  support::RedisServer redis_;
  support::ProcessGroup group_;
};

TEST_F(ProcessTest, SaysItsVersionAndHowItIsUsed) {
  EXPECT_THAT(RunProbe({"--version"}), HasSubstr("exit 0: clarion-probe 0."));
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{}, {"--config"}, {"--conf", "x"}, {"x"}, {"--check-config"}}) {
    EXPECT_THAT(RunProbe(wrong), HasSubstr("exit 2: usage:"));
  }
}

TEST_F(ProcessTest, ChecksItsConfigurationAndSaysEveryFault) {
  const std::string config = group_.WriteConfig("probe");
  EXPECT_THAT(RunProbe({"--config", config, "--check-config"}), HasSubstr("exit 0"));
  std::string text = support::ReadFile(config);
  support::WriteFile(config, absl::StrCat(text, "colour: red\nlog_level: loud\n"));
  EXPECT_THAT(RunProbe({"--check-config", absl::StrCat("--config=", config)}),
              ::testing::AllOf(HasSubstr("exit 1"), HasSubstr("colour: unknown key"),
                               HasSubstr("log_level: must be")));
  const std::string key = support::TestCertificates().server_key;
  text.replace(text.find(key), key.size(), support::TestCertificates().token_key);
  support::WriteFile(config, text);
  EXPECT_THAT(RunProbe({"--config", config, "--check-config"}), HasSubstr("is not the key"));
}

TEST_F(ProcessTest, ServesOverTlsAloneUntilItIsToldToStop) {
  ASSERT_THAT(group_.Start({"probe"}), IsOk());
  EXPECT_THAT(Get(kFast), RefusedAs(v1::ERROR_REASON_NOT_SIGNED_IN));
  EXPECT_THAT(Get(kFast, Token()), IsOk());

  const auto plain =
      grpc::CreateChannel(group_.Address("probe"), grpc::InsecureChannelCredentials());
  EXPECT_FALSE(support::IsServing(plain));
  EXPECT_FALSE(support::IsServing(
      support::NewChannel(group_.Address("probe"), support::TestCertificates().other_ca)));

  probe().Signal(SIGTERM);
  EXPECT_EQ(probe().WaitForExit(absl::Seconds(5)), 0) << LogOfProbe();
  EXPECT_THAT(LogOfProbe(), HasSubstr("\"event\":\"process.stopped\""));
}

TEST_F(ProcessTest, WritesOneJsonObjectPerLineWithTheNameOfTheProcess) {
  ASSERT_THAT(group_.Start({"probe"}), IsOk());
  probe().Signal(SIGINT);
  ASSERT_EQ(probe().WaitForExit(kStartsWithin), 0);
  std::vector<std::string> lines = absl::StrSplit(LogOfProbe(), '\n', absl::SkipEmpty());
  ASSERT_FALSE(lines.empty());
  for (const std::string& line : lines) {
    ASSERT_TRUE(nlohmann::json::accept(line)) << line;
    EXPECT_THAT(nlohmann::json::parse(line)["process"].get<std::string>(),
                ::testing::MatchesRegex("probe/[0-9a-f]{4}"));
  }
}

TEST_F(ProcessTest, LetsACallUnderWayEndWhenItStops) {
  ASSERT_THAT(group_.Start({"probe"}), IsOk());
  absl::StatusOr<v1::Docket> answer = absl::UnknownError("none");
  const std::string token = Token();
  std::thread caller([&] { answer = Get(kSlow, token); });
  EXPECT_TRUE(support::WaitUntil(kStartsWithin,
                                 [&] { return absl::StrContains(LogOfProbe(), "probe.waiting"); }));
  probe().Signal(SIGTERM);
  caller.join();
  EXPECT_THAT(answer, IsOk());
  EXPECT_EQ(probe().WaitForExit(absl::Seconds(5)), 0);
}

TEST_F(ProcessTest, WaitsForARedisThatStartsAMomentLater) {
  redis_.Stop();
  const auto process = StartAlone();
  ASSERT_TRUE(LogWillHold("store.waiting")) << LogOfProbe();
  redis_.Start();
  EXPECT_TRUE(LogWillHold("\"serving\":true")) << LogOfProbe();
}

TEST_F(ProcessTest, StopsWaitingForARedisWhenToldTo) {
  redis_.Stop();
  const auto process = StartAlone();
  ASSERT_TRUE(LogWillHold("store.waiting")) << LogOfProbe();
  process->Signal(SIGTERM);
  EXPECT_EQ(process->WaitForExit(absl::Seconds(5)), 1);
}

TEST_F(ProcessTest, SaysThatItDoesNotServeWhileRedisIsGone) {
  ASSERT_THAT(group_.Start({"probe"}), IsOk());
  redis_.Kill();
  EXPECT_TRUE(support::WaitUntil(kStartsWithin,
                                 [&] { return !support::IsServing(group_.Channel("probe")); }));
  redis_.Start();
  EXPECT_TRUE(support::WaitUntil(kStartsWithin, [&] {
    return support::IsServing(group_.Channel("probe"));
  })) << LogOfProbe();
}

TEST_F(ProcessTest, DoesNotShareAPort) {
  ASSERT_THAT(group_.Start({"probe"}), IsOk());
  const std::string config = group_.WriteConfig("second");
  std::string text = support::ReadFile(config);
  text.replace(text.find("127.0.0.1:0"), 11, group_.Address("probe"));
  support::WriteFile(config, text);
  EXPECT_THAT(RunProbe({"--config", config}),
              ::testing::AllOf(HasSubstr("exit 1"), HasSubstr("cannot listen on")));
}

TEST_F(ProcessTest, TakesNoRequestOverAMebibyte) {
  ASSERT_THAT(group_.Start({"probe"}), IsOk());
  EXPECT_EQ(Get(std::string((1 << 20) + 1, 'x'), Token()).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(Get(std::string(1 << 19, 'x'), Token()), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

// openssl makes a certificate that is its own authority, in files that nobody reads yet.
void MakeCertificate(const std::string& key, const std::string& certificate) {
  EXPECT_THAT(support::RunToEnd({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                 "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
                                 certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                                 "subjectAltName=DNS:localhost,IP:127.0.0.1"},
                                kStartsWithin),
              IsOk());
}

TEST_F(ProcessTest, TakesACertificateThatIsReplacedWithoutARestart) {
  const std::string key = dir_.path() + "/own.key";
  const std::string certificate = dir_.path() + "/own.pem";
  MakeCertificate(key, certificate);
  const std::string first = dir_.path() + "/first.pem";
  std::filesystem::copy_file(certificate, first);
  const support::Certificates& usual = support::TestCertificates();
  const std::string config =
      absl::StrReplaceAll(support::ReadFile(group_.WriteConfig("probe")),
                          {{usual.server_key, key}, {usual.server, certificate}});
  support::WriteFile(group_.ConfigPath("probe"), config);
  const auto process = *support::Process::Start(
      {.command = {Program("probe"), "--config", group_.ConfigPath("probe")},
       .log_path = dir_.path() + "/probe.log",
       .name = ""});
  ASSERT_TRUE(LogWillHold("\"serving\":true")) << LogOfProbe();
  std::string port = support::ReadFile(dir_.path() + "/probe.port");
  const std::string address = absl::StrCat("127.0.0.1:", absl::StripTrailingAsciiWhitespace(port));
  const auto before = support::NewChannel(address, first);
  ASSERT_TRUE(support::IsServing(before));

  // As an operator would: whole files, the key first.
  MakeCertificate(key + ".new", certificate + ".new");
  std::filesystem::rename(key + ".new", key);
  std::filesystem::rename(certificate + ".new", certificate);
  EXPECT_TRUE(support::WaitUntil(kStartsWithin, [&] {
    return support::IsServing(support::NewChannel(address, certificate));
  })) << LogOfProbe();
  EXPECT_FALSE(support::IsServing(support::NewChannel(address, first)));
  EXPECT_TRUE(support::IsServing(before));  // who was connected stays so
}

}  // namespace
}  // namespace clarion::server
