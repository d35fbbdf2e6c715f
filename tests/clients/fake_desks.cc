#include "tests/clients/fake_desks.h"

#include <google/protobuf/text_format.h>

#include "clients/cli/times.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

using grpc::ServerContext;
using grpc::Status;

std::string InOneLine(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

// Takes a request down; refused when the script says so. The mutex is held.
template <class Request>
Status Hear(Script& script, ServerContext* context, const Request& request) {
  const std::string& message = Request::descriptor()->name();
  script.calls.emplace_back(message, InOneLine(request));
  const auto refusal = script.refusals.find(message);
  if constexpr (requires { request.request_id(); }) {
    script.request_ids.push_back(request.request_id());
    const auto token = context->client_metadata().find("authorization");
    script.tokens.push_back(token == context->client_metadata().end()
                                ? ""
                                : std::string(token->second.data(), token->second.size()));
    if (!script.failures.empty()) {
      Status failure = script.failures.front();
      script.failures.pop_front();
      return failure;
    }
  }
  return refusal == script.refusals.end() ? Status::OK : refusal->second;
}

template <class Request, class Response>
Status Answer(Script& script, ServerContext* context, const Request& request,
              const Response& answer, Response* response) {
  std::lock_guard lock(script.mutex);
  *response = answer;
  return Hear(script, context, request);
}

template <class Request>
Status Write(Script& script, ServerContext* context, const Request& request, v1::Docket* docket) {
  std::lock_guard lock(script.mutex);
  if (!script.dockets.empty()) *docket = script.dockets.front();
  return Hear(script, context, request);
}

// An RPC that is heard and answered with the first docket, or with what the script holds.
#define CLARION_WRITES(rpc)                                                                 \
  Status rpc(ServerContext* context, const v1::rpc##Request* request, v1::Docket* response) \
      override {                                                                            \
    return Write(script_, context, *request, response);                                     \
  }
#define CLARION_ANSWERS(rpc, Response, answer)                                                \
  Status rpc(ServerContext* context, const v1::rpc##Request* request, v1::Response* response) \
      override {                                                                              \
    return Answer(script_, context, *request, (answer), response);                            \
  }

class Incident : public v1::IncidentService::Service {
 public:
  explicit Incident(Script& script) : script_(script) {}
  CLARION_WRITES(RegisterIncident)
  CLARION_WRITES(AddReport)
  CLARION_WRITES(CorrectStart)
  CLARION_WRITES(VerifyIncident)
  CLARION_WRITES(GradeIncident)
  CLARION_WRITES(CloseIncident)
  CLARION_WRITES(FindFalse)
  CLARION_WRITES(ReferToPolice)
  CLARION_WRITES(AddNote)
  CLARION_WRITES(EnterFact)
  CLARION_WRITES(TransferIncident)
  CLARION_WRITES(AcceptTransfer)
  CLARION_WRITES(MergeIncident)
  CLARION_ANSWERS(ExportIncident, ExportIncidentResponse, v1::ExportIncidentResponse())
  Status GetIncident(ServerContext* context, const v1::GetIncidentRequest* request,
                     v1::Docket* docket) override {
    std::lock_guard lock(script_.mutex);
    for (const v1::Docket& known : script_.dockets) {
      if (known.name() != request->name()) continue;
      *docket = known;
      return Hear(script_, context, *request);
    }
    return Refused(grpc::StatusCode::NOT_FOUND, "NO_SUCH_INCIDENT", "No such incident.",
                   "无此事件。");
  }
  Status ListRecords(ServerContext* context, const v1::ListRecordsRequest* request,
                     v1::ListRecordsResponse* response) override {
    std::lock_guard lock(script_.mutex);
    for (const v1::Record& record : HistoryOfMajorFire()) *response->add_records() = record;
    return Hear(script_, context, *request);
  }

 private:
  Script& script_;
};

v1::Progress Settled(const Script& script) {
  v1::Progress progress;
  *progress.mutable_now() = cli::ToProto(FixtureNow());
  progress.set_settled(true);
  v1::ShardProgress& shard = *progress.add_shards();
  shard.set_shard(3);
  shard.set_sequence(41);
  *progress.mutable_durability() = script.durability;
  return progress;
}

class Timeline : public v1::TimelineService::Service {
 public:
  explicit Timeline(Script& script) : script_(script) {}
  CLARION_WRITES(ReportToSuperior)
  CLARION_WRITES(RequestWaiver)
  CLARION_WRITES(ApproveWaiver)
  CLARION_WRITES(RecordEvidence)
  CLARION_WRITES(ConfirmEvidence)
  CLARION_ANSWERS(SimulateDeadlines, SimulateDeadlinesResponse, script_.simulated)
  CLARION_ANSWERS(GetRulePack, RulePack, TwoRules())
  CLARION_ANSWERS(GetProgress, Progress, Settled(script_))
  CLARION_ANSWERS(AdvanceClock, Progress, Settled(script_))

 private:
  Script& script_;
};

class Spokesperson : public v1::SpokespersonService::Service {
 public:
  explicit Spokesperson(Script& script) : script_(script) {}
  CLARION_WRITES(AssignIncident)
  CLARION_WRITES(AcknowledgeAssignment)
  CLARION_WRITES(RefuseAssignment)
  CLARION_ANSWERS(ImportRoster, Roster, script_.coming)
  CLARION_ANSWERS(GetRoster, Roster, script_.roster)
  CLARION_ANSWERS(RecordLeave, Roster, script_.roster)
  CLARION_ANSWERS(ProposeSpeakers, ProposeSpeakersResponse, script_.proposals)

 private:
  Script& script_;
};

v1::SignInResponse SignedIn(const std::string& token) {
  v1::SignInResponse response;
  response.set_token(token);
  response.mutable_actor()->set_person("duty1");
  response.mutable_actor()->set_role(v1::ROLE_DUTY);
  response.mutable_actor()->set_region("410726");
  *response.mutable_expires_at() = cli::ToProto(FixtureNow() + absl::Hours(12));
  return response;
}

v1::IssueTokensResponse TokensFor(const v1::IssueTokensRequest& request) {
  v1::IssueTokensResponse response;
  for (const std::string& account : request.accounts()) {
    *response.add_tokens() = SignedIn("token-of-" + account);
  }
  return response;
}

class Admin : public v1::AdminService::Service {
 public:
  explicit Admin(Script& script) : script_(script) {}
  Status SignIn(ServerContext* context, const v1::SignInRequest* request,
                v1::SignInResponse* response) override {
    if (request->password() != "correct horse") {
      return Refused(grpc::StatusCode::UNAUTHENTICATED, "SIGN_IN_FAILED",
                     "Account and password do not match.", "账号或密码不符。");
    }
    return Answer(script_, context, *request, SignedIn("token-of-" + request->name()), response);
  }
  CLARION_ANSWERS(RefreshToken, SignInResponse, SignedIn("fresh-token"))
  CLARION_ANSWERS(IssueTokens, IssueTokensResponse, TokensFor(*request))
  CLARION_ANSWERS(SignOut, SignOutResponse, v1::SignOutResponse())
  CLARION_ANSWERS(CreateRegion, Roster, script_.roster)
  CLARION_ANSWERS(CreateAccount, Account, script_.accounts.accounts(0))
  CLARION_ANSWERS(ListAccounts, ListAccountsResponse, script_.accounts)
  CLARION_ANSWERS(SetAccountDisabled, Account, script_.accounts.accounts(1))
  CLARION_ANSWERS(ResetPassword, Account, script_.accounts.accounts(0))
  CLARION_ANSWERS(ChangePassword, Account, script_.accounts.accounts(0))

 private:
  Script& script_;
};

class Release : public v1::ReleaseService::Service {
 public:
  explicit Release(Script& script) : script_(script) {}
  CLARION_WRITES(DraftRelease)
  CLARION_WRITES(EditRelease)
  CLARION_WRITES(SubmitRelease)
  CLARION_WRITES(CosignRelease)
  CLARION_WRITES(RetractRelease)
  CLARION_WRITES(ScheduleConference)
  CLARION_WRITES(BeginConference)
  CLARION_WRITES(EndConference)
  CLARION_WRITES(AbortConference)
  Status ApproveRelease(ServerContext* context, const v1::ApproveReleaseRequest* request,
                        v1::Docket* docket) override {
    Status status = Write(script_, context, *request, docket);
    std::lock_guard lock(script_.mutex);
    script_.approved.push_back(*request);
    return status;
  }
  Status PublishRelease(ServerContext* context, const v1::PublishReleaseRequest* request,
                        v1::Docket* docket) override {
    Status status = Write(script_, context, *request, docket);
    std::lock_guard lock(script_.mutex);
    script_.published.push_back(*request);
    return status;
  }
  CLARION_ANSWERS(GetReleaseText, ReleaseText, script_.text)
  CLARION_ANSWERS(FillTemplate, FillTemplateResponse, script_.filled)

 private:
  Script& script_;
};

class Broadcast : public v1::BroadcastService::Service {
 public:
  explicit Broadcast(Script& script) : script_(script) {}
  Status ListIncidents(ServerContext* context, const v1::ListIncidentsRequest* request,
                       v1::ListIncidentsResponse* response) override {
    std::lock_guard lock(script_.mutex);
    // One docket a page: whoever asks for all must turn pages.
    const size_t at = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    if (at < script_.dockets.size()) *response->add_incidents() = script_.dockets[at];
    if (at + 1 < script_.dockets.size()) response->set_next_page_token(std::to_string(at + 1));
    response->set_sequence(41);
    response->set_total_size(static_cast<int>(script_.dockets.size()));
    *response->mutable_now() = cli::ToProto(FixtureNow());
    return Hear(script_, context, *request);
  }
  CLARION_ANSWERS(ListNotices, ListNoticesResponse, NoticesOfMajorFire())
  CLARION_ANSWERS(ListLikelyDuplicates, ListLikelyDuplicatesResponse, script_.likely)
  CLARION_ANSWERS(GetSheet, Sheet, script_.sheet)
  Status Watch(ServerContext* context, const v1::WatchRequest* request,
               grpc::ServerWriter<v1::WatchResponse>* writer) override {
    std::unique_lock lock(script_.mutex);
    script_.watches.push_back(*request);
    if (Status refused = Hear(script_, context, *request); !refused.ok()) return refused;
    const auto watch = script_.watch;
    lock.unlock();
    return watch(*request, *writer);
  }

 private:
  Script& script_;
};

#undef CLARION_WRITES
#undef CLARION_ANSWERS

}  // namespace

Script::Script()
    : roster(County()),
      coming(County()),
      proposals(ChainOfMajorFire()),
      simulated(ClocksOfGradeTwo()),
      filled(FirstRelease()),
      accounts(AccountsOfCounty()) {
  sheet.set_text("时限与电话单\n权威信息  13:00  周五  000-0000-0009\n");
  text.set_text("情况通报\n第一段");
  text.set_text_version(2);
  text.set_sha256("0123456789abcdef0123456789abcdef");
}

std::vector<std::string> Script::Asked(const std::string& message) {
  std::lock_guard lock(mutex);
  std::vector<std::string> texts;
  for (const auto& [name, form] : calls) {
    if (name == message) texts.push_back(form);
  }
  return texts;
}

Status Refused(grpc::StatusCode code, const std::string& reason, const std::string& en,
               const std::string& zh) {
  google::rpc::Status details;
  details.set_code(code);
  details.set_message(en);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("clarion");
  details.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage message;
  message.set_locale("zh-CN");
  message.set_message(zh);
  details.add_details()->PackFrom(message);
  return Status(code, en, details.SerializeAsString());
}

FakeDesks::FakeDesks(Script& script, const std::string& address) : address_(address) {
  services_.push_back(std::make_unique<Incident>(script));
  services_.push_back(std::make_unique<Timeline>(script));
  services_.push_back(std::make_unique<Spokesperson>(script));
  services_.push_back(std::make_unique<Admin>(script));
  services_.push_back(std::make_unique<Release>(script));
  services_.push_back(std::make_unique<Broadcast>(script));
  grpc::ServerBuilder builder;
  for (const auto& service : services_) builder.RegisterService(service.get());
  if (!address.empty()) builder.AddListeningPort(address, grpc::InsecureServerCredentials());
  server_ = builder.BuildAndStart();
}

FakeDesks::~FakeDesks() { server_->Shutdown(std::chrono::system_clock::now()); }

std::shared_ptr<client::Channels> FakeDesks::Channels(const std::string& token) {
  std::array<std::shared_ptr<grpc::Channel>, client::kDesks> channels;
  for (auto& channel : channels) {
    channel = address_.empty()
                  ? server_->InProcessChannel({})
                  : grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(),
                                              client::Channels::Arguments());
  }
  return std::make_shared<client::Channels>(std::move(channels), token);
}

}  // namespace clarion::tests
