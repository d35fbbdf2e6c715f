// Serve over a real gRPC server: whoever calls is known, and every call ends exactly once.
#include "services/server/call.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/core/refusal.h"
#include "services/server/status_grpc.h"
#include "tests/server/fake_store.h"
#include "tests/support/certificates.h"
#include "tests/support/patience.h"

namespace clarion::server {
namespace {

using GetCall = Call<v1::GetIncidentRequest, v1::Docket>;
constexpr int64_t kVersion = 4;  // of the account when its token is issued
constexpr char kName[] = "regions/410726/incidents/410726-20261123-0007";

class Service : public v1::IncidentService::CallbackService {
 public:
  explicit Service(Runtime& runtime) : runtime_(runtime) {}
  std::function<void(GetCall)> handler;

  grpc::ServerUnaryReactor* GetIncident(grpc::CallbackServerContext* context,
                                        const v1::GetIncidentRequest* request,
                                        v1::Docket* response) override {
    return Serve(runtime_, context, request, response, Method::kGetIncident,
                 RegionOf("name", request->name()),
                 [this](auto call) { handler(std::move(call)); });
  }

 private:
  Runtime& runtime_;
};

class CallTest : public ::testing::Test {
 protected:
  CallTest() {
    v1::TokenConfig tokens;
    tokens.add_public_keys(support::TestCertificates().token_public);
    tokens.set_signing_key(support::TestCertificates().token_key);
    tokens_ = *Tokens::Open(tokens);
    runtime_ = std::unique_ptr<Runtime>(new Runtime{config_, "test/0001", store_, packs_, *tokens_,
                                                    metrics_, standings_, admitting_});
    service_ = std::make_unique<Service>(*runtime_);
    service_->handler = [](GetCall call) {
      call.response->set_title(call.actor->person());
      call.done(absl::OkStatus());
    };
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::IncidentService::NewStub(grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                                             grpc::InsecureChannelCredentials()));
  }
  ~CallTest() override {
    const std::lock_guard<std::mutex> lock(threads_mutex_);  // a handler may still be at work
    for (std::thread& thread : threads_) thread.join();
    server_->Shutdown();
  }

  std::string TokenOf(v1::Role role, const std::string& region = "410726") {
    v1::Account account;
    account.set_name(AccountName(region, "li"));
    account.set_role(role);
    account.set_version(kVersion);
    const std::lock_guard<std::mutex> lock(store_.fake.mutex);
    store_.fake.accounts.emplace(account.name(), account);
    return *tokens_->Sign(tokens_->NewClaims(account, store_.Now(), store_.data_set().id));
  }

  absl::Status Get(const std::vector<std::string>& authorization, const std::string& name = kName,
                   absl::Duration limit = absl::Seconds(20)) {
    grpc::ClientContext context;
    for (const std::string& value : authorization) context.AddMetadata("authorization", value);
    if (limit != absl::InfiniteDuration()) {
      context.set_deadline(absl::ToChronoTime(absl::Now() + limit * support::kPatienceFactor));
    }
    v1::GetIncidentRequest request;
    request.set_name(name);
    return FromGrpc(stub_->GetIncident(&context, request, &response_));
  }
  v1::ErrorReason ReasonOfGet(const std::vector<std::string>& authorization,
                              const std::string& name = kName) {
    return core::ReasonOf(Get(authorization, name));
  }

  v1::Config config_;
  FakeStore store_;
  PackPtr pack_ = std::make_shared<Pack>();
  RulePacks packs_{pack_, store_.fake};
  Metrics metrics_;
  AccountStandings standings_;
  Workers admitting_{2, 64};
  std::unique_ptr<Tokens> tokens_;
  std::unique_ptr<Runtime> runtime_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::IncidentService::Stub> stub_;
  v1::Docket response_;
  std::mutex threads_mutex_;
  std::vector<std::thread> threads_;  // joined before the server goes
};

TEST_F(CallTest, KnowsWhoCalls) {
  EXPECT_TRUE(Get({"Bearer " + TokenOf(v1::ROLE_DUTY)}).ok());
  EXPECT_EQ(response_.title(), "li");
}

TEST_F(CallTest, WithoutExactlyOneGoodTokenIsRefused) {
  const std::string token = TokenOf(v1::ROLE_DUTY);
  EXPECT_EQ(ReasonOfGet({}), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(ReasonOfGet({token}), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(ReasonOfGet({"Bearer "}), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(ReasonOfGet({"Basic " + token}), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(ReasonOfGet({"bearer " + token}), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(ReasonOfGet({"Bearer  " + token}), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(ReasonOfGet({"Bearer " + token, "Bearer " + token}), v1::ERROR_REASON_NOT_SIGNED_IN);
}

TEST_F(CallTest, TellsAFaultInTheNameOnlyToSomebodySignedIn) {
  EXPECT_EQ(ReasonOfGet({}, "x"), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(ReasonOfGet({"Bearer " + TokenOf(v1::ROLE_DUTY)}, "x"), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(CallTest, IsAuthorisedOnTheRegionOfTheName) {
  EXPECT_EQ(ReasonOfGet({"Bearer " + TokenOf(v1::ROLE_DUTY, "410727")}),
            v1::ERROR_REASON_NO_SUCH_INCIDENT);
  EXPECT_EQ(ReasonOfGet({"Bearer " + TokenOf(v1::ROLE_INTEGRATION)}),
            v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  EXPECT_TRUE(Get({"Bearer " + TokenOf(v1::ROLE_ADMINISTRATOR, "000000")}).ok());
}

TEST_F(CallTest, WithATokenOfAnotherDataSetIsRefused) {
  const std::string token = TokenOf(v1::ROLE_DUTY);
  ASSERT_TRUE(Get({"Bearer " + token}).ok());
  store_.Become({.id = "another"});
  EXPECT_EQ(ReasonOfGet({"Bearer " + token}), v1::ERROR_REASON_NOT_SIGNED_IN);
}

TEST_F(CallTest, OnAManualClockTakesTokensByTheMachinesClock) {
  const std::string token = TokenOf(v1::ROLE_DUTY);
  store_.Advance(absl::Hours(48));
  EXPECT_EQ(ReasonOfGet({"Bearer " + token}), v1::ERROR_REASON_NOT_SIGNED_IN);
  store::DataSet manual = store_.data_set();
  manual.manual_clock = true;
  store_.Become(manual);
  EXPECT_TRUE(Get({"Bearer " + token}).ok());
}

TEST_F(CallTest, MayBeAnsweredLaterByAnotherThread) {
  service_->handler = [this](GetCall call) {
    const std::lock_guard<std::mutex> lock(threads_mutex_);
    threads_.emplace_back([call] {
      call.response->set_title("later");
      call.done(absl::OkStatus());
    });
  };
  EXPECT_TRUE(Get({"Bearer " + TokenOf(v1::ROLE_DUTY)}).ok());
  EXPECT_EQ(response_.title(), "later");
}

TEST_F(CallTest, EndsWithTheFirstAnswerAndIgnoresOthers) {
  service_->handler = [this](GetCall call) {
    const std::lock_guard<std::mutex> lock(threads_mutex_);
    for (int i = 0; i < 4; ++i) {
      threads_.emplace_back([done = call.done] { done(absl::CancelledError("one of four")); });
    }
  };
  EXPECT_EQ(Get({"Bearer " + TokenOf(v1::ROLE_DUTY)}).code(), absl::StatusCode::kCancelled);
}

TEST_F(CallTest, WithoutAnAnswerEndsAsAFaultOfOurs) {
  service_->handler = [](const GetCall&) {};
  EXPECT_EQ(ReasonOfGet({"Bearer " + TokenOf(v1::ROLE_DUTY)}), v1::ERROR_REASON_INTERNAL);
}

TEST_F(CallTest, AnExceptionEndsTheCallAndNotTheProcess) {
  service_->handler = [](const GetCall&) { throw std::runtime_error("phone 13812345678"); };
  const absl::Status status = Get({"Bearer " + TokenOf(v1::ROLE_DUTY)});
  EXPECT_EQ(core::ReasonOf(status), v1::ERROR_REASON_INTERNAL);
  EXPECT_EQ(status.ToString().find("13812345678"), std::string::npos);
  service_->handler = [](const GetCall&) { throw 7; };
  EXPECT_EQ(ReasonOfGet({"Bearer " + TokenOf(v1::ROLE_DUTY)}), v1::ERROR_REASON_INTERNAL);
}

TEST_F(CallTest, HasADeadlineEvenIfTheClientNamesNoneOrAFarOne) {
  std::atomic<int64_t> left_ns{0};
  const auto left = [&left_ns] { return absl::Nanoseconds(left_ns.load()); };
  service_->handler = [&](const GetCall& call) {
    left_ns = absl::ToInt64Nanoseconds(call.deadline - absl::Now());
    call.done(absl::OkStatus());
  };
  const std::vector<std::string> authorization = {"Bearer " + TokenOf(v1::ROLE_DUTY)};
  ASSERT_TRUE(Get(authorization, kName, absl::InfiniteDuration()).ok());
  EXPECT_GT(left(), absl::Seconds(4));
  EXPECT_LE(left(), absl::Seconds(5));
  ASSERT_TRUE(Get(authorization, kName, absl::Hours(1)).ok());
  EXPECT_GT(left(), absl::Seconds(29));
  EXPECT_LE(left(), absl::Seconds(30));
  ASSERT_TRUE(Get(authorization, kName, absl::Seconds(2)).ok());
  EXPECT_GT(left(), absl::ZeroDuration());
  // gRPC rounds it up on the wire.
  EXPECT_LE(left(), absl::Seconds(2) * support::kPatienceFactor + absl::Milliseconds(100));
}

TEST_F(CallTest, IsCounted) {
  ASSERT_TRUE(Get({"Bearer " + TokenOf(v1::ROLE_DUTY)}).ok());
  ASSERT_FALSE(Get({}).ok());
  const std::string text = metrics_.Text();
  EXPECT_NE(text.find("reason=\"NOT_SIGNED_IN\"} 1"), std::string::npos);
  EXPECT_NE(text.find("GetIncident\",reason=\"\"} 1"), std::string::npos);
}

// What was written to the log meanwhile: the lines `refused`, parsed.
class AuditedCallTest : public CallTest {
 protected:
  std::vector<nlohmann::json> RefusedDuring(const std::function<void()>& acts) {
    ::testing::internal::CaptureStderr();
    acts();
    const std::string log = ::testing::internal::GetCapturedStderr();
    std::vector<nlohmann::json> refused;
    for (const std::string& line : std::vector<std::string>(absl::StrSplit(log, '\n'))) {
      if (!absl::StrContains(line, "\"event\":\"refused\"")) continue;
      refused.push_back(nlohmann::json::parse(line));
    }
    for (const std::string& secret : secrets_) EXPECT_FALSE(absl::StrContains(log, secret)) << log;
    return refused;
  }
  void Change(const std::function<void(v1::Account&)>& change) {
    const std::lock_guard<std::mutex> lock(store_.fake.mutex);
    change(store_.fake.accounts.at("regions/410726/accounts/li"));
  }
  std::vector<std::string> secrets_;
};

TEST_F(AuditedCallTest, AsksForTheAccountOnceAndThenKnowsIt) {
  const std::string token = "Bearer " + TokenOf(v1::ROLE_DUTY);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Get({token}).ok());
  EXPECT_EQ(store_.fake.loads, 1);
  standings_.Forget("regions/410726/accounts/li");
  EXPECT_TRUE(Get({token}).ok());
  EXPECT_EQ(store_.fake.loads, 2);
}

TEST_F(AuditedCallTest, RefusesATokenThatItsAccountEnded) {
  const std::string token = "Bearer " + TokenOf(v1::ROLE_DUTY);
  ASSERT_TRUE(Get({token}).ok());
  Change([](v1::Account& account) { account.set_tokens_valid_from_version(kVersion + 1); });
  standings_.Forget("regions/410726/accounts/li");
  EXPECT_EQ(ReasonOfGet({token}), v1::ERROR_REASON_NOT_SIGNED_IN);
  EXPECT_EQ(ReasonOfGet({token}), v1::ERROR_REASON_NOT_SIGNED_IN);  // known by now
  Change([](v1::Account& account) { account.set_disabled(true); });
  standings_.Forget("regions/410726/accounts/li");
  EXPECT_EQ(ReasonOfGet({token}), v1::ERROR_REASON_ACCOUNT_DISABLED);
}

TEST_F(AuditedCallTest, RefusesATokenOfAnAccountThatIsNotThere) {
  const std::string token = "Bearer " + TokenOf(v1::ROLE_DUTY);
  store_.fake.accounts.clear();
  EXPECT_EQ(ReasonOfGet({token}), v1::ERROR_REASON_NOT_SIGNED_IN);
}

TEST_F(AuditedCallTest, LetsNobodyInWhomTheStoreCannotBeAskedAbout) {
  const std::string known = "Bearer " + TokenOf(v1::ROLE_DUTY);
  ASSERT_TRUE(Get({known}).ok());
  const std::string unknown = "Bearer " + TokenOf(v1::ROLE_DUTY, "410727");
  store_.fake.reachable = false;
  EXPECT_TRUE(Get({known}).ok());  // for 30 s
  EXPECT_FALSE(Get({unknown}, "regions/410727/incidents/410727-20261123-0001").ok());
}

TEST_F(AuditedCallTest, AStreamEndsSoonAfterItsAccountDoes) {
  Caller caller;
  v1::Actor actor;
  actor.set_account("regions/410726/accounts/li");
  caller.actor = std::make_shared<const v1::Actor>(actor);
  caller.account_version = kVersion;
  TokenOf(v1::ROLE_DUTY);
  EXPECT_TRUE(StillAdmitted(*runtime_, caller).ok());
  Change([](v1::Account& account) { account.set_tokens_valid_from_version(kVersion + 1); });
  standings_.Forget(caller.actor->account());
  EXPECT_TRUE(StillAdmitted(*runtime_, caller).ok());  // asks
  EXPECT_EQ(core::ReasonOf(StillAdmitted(*runtime_, caller)), v1::ERROR_REASON_NOT_SIGNED_IN);
}

TEST_F(AuditedCallTest, IsAuditedWhenRefusedForWhoOneIsOrWhatOneMay) {
  const std::string integration = TokenOf(v1::ROLE_INTEGRATION);
  const std::string neighbour = TokenOf(v1::ROLE_DUTY, "410727");
  secrets_ = {integration, neighbour, "wrong.token"};
  const auto refused = RefusedDuring([&] {
    ReasonOfGet({});
    ReasonOfGet({"Bearer wrong.token"});
    ReasonOfGet({"Bearer " + integration});
    ReasonOfGet({"Bearer " + neighbour});
  });
  ASSERT_EQ(refused.size(), 4u);
  EXPECT_EQ(refused[0]["reason"], "NOT_SIGNED_IN");
  EXPECT_EQ(refused[0]["account"], "");
  EXPECT_EQ(refused[1]["reason"], "NOT_SIGNED_IN");
  EXPECT_EQ(refused[2]["reason"], "ROLE_NOT_ALLOWED");
  EXPECT_EQ(refused[2]["role"], "INTEGRATION");
  EXPECT_EQ(refused[3]["reason"], "NO_SUCH_INCIDENT");
  EXPECT_EQ(refused[3]["account"], "regions/410727/accounts/li");
  EXPECT_EQ(refused[3]["person"], "li");
  EXPECT_EQ(refused[3]["region"], "410727");
  for (const nlohmann::json& line : refused) {
    EXPECT_EQ(line["method"], "/clarion.v1.IncidentService/GetIncident");
    EXPECT_EQ(line["regionAsked"], "410726");
    EXPECT_THAT(line["peer"].get<std::string>(), ::testing::HasSubstr("127.0.0.1"));
  }
}

TEST_F(AuditedCallTest, IsAuditedWhenTheLawItselfForbidsIt) {
  service_->handler = [](const GetCall& call) {
    call.done(core::Refuse({.code = absl::StatusCode::kPermissionDenied,
                            .reason = v1::ERROR_REASON_SELF_APPROVAL,
                            .en = "One's own text.",
                            .zh = "本人文稿。"}));
  };
  const std::string token = TokenOf(v1::ROLE_DUTY);
  const auto refused = RefusedDuring([&] { ReasonOfGet({"Bearer " + token}); });
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0]["reason"], "SELF_APPROVAL");
  EXPECT_EQ(refused[0]["account"], "regions/410726/accounts/li");
  EXPECT_EQ(refused[0]["role"], "DUTY");
}

TEST_F(AuditedCallTest, IsNotAuditedForAnythingElse) {
  const std::string token = TokenOf(v1::ROLE_DUTY);
  EXPECT_TRUE(RefusedDuring([&] {
                ReasonOfGet({"Bearer " + token});
                ReasonOfGet({"Bearer " + token}, "x");
                service_->handler = [](const GetCall& call) {
                  call.done(absl::CancelledError("gone"));
                };
                ReasonOfGet({"Bearer " + token});
              }).empty());
}

TEST_F(CallTest, ReachesNoHandlerWithHiddenCharacters) {
  service_->handler = [](const GetCall&) { FAIL(); };
  EXPECT_EQ(ReasonOfGet({"Bearer " + TokenOf(v1::ROLE_DUTY)}, std::string(kName) + "\u200B"),
            v1::ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace clarion::server
