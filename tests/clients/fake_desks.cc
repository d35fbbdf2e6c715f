#include "tests/clients/fake_desks.h"

#include "clients/cli/times.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

using grpc::ServerContext;
using grpc::Status;

template <class Request>
Status Write(Script& script, ServerContext* context, const Request& request,
             v1::Docket* docket = nullptr) {
  std::lock_guard lock(script.mutex);
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
  if (docket != nullptr && !script.dockets.empty()) *docket = script.dockets.front();
  return Status::OK;
}

class Incident : public v1::IncidentService::Service {
 public:
  explicit Incident(Script& script) : script_(script) {}
  Status RegisterIncident(ServerContext* context, const v1::RegisterIncidentRequest* request,
                          v1::Docket* docket) override {
    return Write(script_, context, *request, docket);
  }
  Status VerifyIncident(ServerContext* context, const v1::VerifyIncidentRequest* request,
                        v1::Docket* docket) override {
    return Write(script_, context, *request, docket);
  }
  Status GradeIncident(ServerContext* context, const v1::GradeIncidentRequest* request,
                       v1::Docket* docket) override {
    return Write(script_, context, *request, docket);
  }
  Status CloseIncident(ServerContext* context, const v1::CloseIncidentRequest* request,
                       v1::Docket* docket) override {
    return Write(script_, context, *request, docket);
  }
  Status GetIncident(ServerContext*, const v1::GetIncidentRequest* request,
                     v1::Docket* docket) override {
    std::lock_guard lock(script_.mutex);
    for (const v1::Docket& known : script_.dockets) {
      if (known.name() != request->name()) continue;
      *docket = known;
      return Status::OK;
    }
    return Refused(grpc::StatusCode::NOT_FOUND, "NO_SUCH_INCIDENT", "No such incident.",
                   "无此事件。");
  }
  Status ListRecords(ServerContext*, const v1::ListRecordsRequest*,
                     v1::ListRecordsResponse* response) override {
    for (const v1::Record& record : HistoryOfMajorFire()) *response->add_records() = record;
    return Status::OK;
  }

 private:
  Script& script_;
};

class Timeline : public v1::TimelineService::Service {
 public:
  Status GetProgress(ServerContext*, const v1::GetProgressRequest*,
                     v1::Progress* progress) override {
    *progress->mutable_now() = cli::ToProto(FixtureNow());
    progress->set_settled(true);
    return Status::OK;
  }
};

class Spokesperson : public v1::SpokespersonService::Service {
 public:
  Status GetRoster(ServerContext*, const v1::GetRosterRequest*, v1::Roster* roster) override {
    *roster = County();
    return Status::OK;
  }
};

class Admin : public v1::AdminService::Service {
 public:
  Status SignIn(ServerContext*, const v1::SignInRequest* request,
                v1::SignInResponse* response) override {
    if (request->password() != "correct horse") {
      return Refused(grpc::StatusCode::UNAUTHENTICATED, "SIGN_IN_FAILED",
                     "Account and password do not match.", "账号或密码不符。");
    }
    response->set_token("token-of-" + request->name());
    response->mutable_actor()->set_person("duty1");
    response->mutable_actor()->set_role(v1::ROLE_DUTY);
    response->mutable_actor()->set_region("410726");
    *response->mutable_expires_at() = cli::ToProto(FixtureNow() + absl::Hours(12));
    return Status::OK;
  }
};

class Release : public v1::ReleaseService::Service {
 public:
  explicit Release(Script& script) : script_(script) {}
  Status ApproveRelease(ServerContext* context, const v1::ApproveReleaseRequest* request,
                        v1::Docket* docket) override {
    const Status status = Write(script_, context, *request, docket);
    std::lock_guard lock(script_.mutex);
    script_.approved.push_back(*request);
    return status;
  }
  Status PublishRelease(ServerContext* context, const v1::PublishReleaseRequest* request,
                        v1::Docket* docket) override {
    const Status status = Write(script_, context, *request, docket);
    std::lock_guard lock(script_.mutex);
    script_.published.push_back(*request);
    return status;
  }
  Status GetReleaseText(ServerContext*, const v1::GetReleaseTextRequest*,
                        v1::ReleaseText* text) override {
    std::lock_guard lock(script_.mutex);
    *text = script_.text;
    return Status::OK;
  }

 private:
  Script& script_;
};

class Broadcast : public v1::BroadcastService::Service {
 public:
  explicit Broadcast(Script& script) : script_(script) {}
  Status ListIncidents(ServerContext*, const v1::ListIncidentsRequest* request,
                       v1::ListIncidentsResponse* response) override {
    std::lock_guard lock(script_.mutex);
    // One docket a page: whoever asks for all must turn pages.
    const size_t at = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    if (at < script_.dockets.size()) *response->add_incidents() = script_.dockets[at];
    if (at + 1 < script_.dockets.size()) response->set_next_page_token(std::to_string(at + 1));
    response->set_sequence(41);
    *response->mutable_now() = cli::ToProto(FixtureNow());
    return Status::OK;
  }
  Status Watch(ServerContext*, const v1::WatchRequest* request,
               grpc::ServerWriter<v1::WatchResponse>* writer) override {
    std::unique_lock lock(script_.mutex);
    script_.watches.push_back(*request);
    const auto watch = script_.watch;
    lock.unlock();
    return watch(*request, *writer);
  }

 private:
  Script& script_;
};

}  // namespace

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
  services_.push_back(std::make_unique<Timeline>());
  services_.push_back(std::make_unique<Spokesperson>());
  services_.push_back(std::make_unique<Admin>());
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
