#include "tests/scenarios/live_desk.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/timeline_service.grpc.pb.h"
#include "services/core/proto_time.h"
#include "tests/scenarios/live_calls.h"
#include "tests/support/caller.h"
#include "tests/support/deployment.h"
#include "tests/support/watcher.h"

namespace clarion::scenarios {
namespace {

constexpr absl::Duration kSettleLimit = absl::Seconds(15);
constexpr absl::Duration kWatchLimit = absl::Seconds(10);

// An id of a scenario as one of an account: `[a-z0-9_.-]{1,64}`.
std::string AccountIdOf(const std::string& id) {
  std::string account = absl::AsciiStrToLower(id);
  for (char& c : account) {
    if (!absl::ascii_isalnum(c) && c != '_' && c != '.') c = '-';
  }
  return account.substr(0, 64);
}

v1::Account AccountOf(const Given& given, const std::string& actor) {
  const v1::Actor who = ActorOf(given, actor);
  v1::Account account;
  account.set_name(AccountIdOf(actor));
  account.set_person(who.person());
  account.set_role(who.role());
  account.set_body(who.body());
  account.set_official(who.official());
  account.set_display_name(PersonOf(given, actor).name);
  return account;
}

// The runner's own eyes: reads everything, changes nothing.
v1::Account Reader() {
  v1::Account account;
  account.set_name("scenario-reader");
  account.set_role(v1::ROLE_INSPECTOR);
  return account;
}

class LiveDesk : public Desk {
 public:
  explicit LiveDesk(std::string rule_pack) : rule_pack_(std::move(rule_pack)) {}

  absl::Status Open(const Given& given, const std::set<std::string>& actors,
                    absl::Time now) override;
  absl::Status AdvanceTo(absl::Time to) override;
  absl::StatusOr<View> Look(const std::string& incident) override;
  absl::Status Finish() override;

 protected:
  absl::StatusOr<v1::Docket> Submit(const std::string& actor, const Request& request) override;
  absl::Status StopServices() override;
  absl::Status StartServices() override;
  absl::Status StepClock(absl::Duration by) override;

 private:
  template <class Stub, class Message, class Answer>
  absl::StatusOr<Answer> Read(const std::string& process,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Message&,
                                                           Answer*),
                              const Message& message) {
    return support::Call(deployment_->group(), process, reader_, method, message);
  }
  absl::Status ReadRecords(const std::string& incident, View& view);
  absl::Status CompareWatch(const std::string& incident);

  const std::string rule_pack_;
  std::unique_ptr<support::Deployment> deployment_;
  std::map<std::string, std::string> tokens_;
  std::string reader_;
  std::unique_ptr<support::Watcher> watcher_;
  std::set<std::string> incidents_;  // resource names registered
  absl::Time now_;
  bool running_ = true;
};

absl::Status LiveDesk::Open(const Given& given, const std::set<std::string>& actors,
                            absl::Time now) {
  Begin(given);
  now_ = now;
  auto deployment = support::Deployment::Open({.manual_clock = now, .rule_pack = rule_pack_});
  if (!deployment.ok()) return deployment.status();
  deployment_ = *std::move(deployment);
  if (absl::Status status = deployment_->AddRegion(given.roster); !status.ok()) return status;
  std::vector<v1::Account> accounts = {Reader()};
  for (const std::string& actor : actors) accounts.push_back(AccountOf(given, actor));
  auto tokens = deployment_->AddAccounts(given.region, accounts);
  if (!tokens.ok()) return tokens.status();
  reader_ = tokens->front();
  size_t i = 1;
  for (const std::string& actor : actors) tokens_[actor] = (*tokens)[i++];
  watcher_ = std::make_unique<support::Watcher>(deployment_->group(), "broadcast", reader_,
                                                absl::StrCat("regions/", given.region));
  if (watcher_->WaitForSnapshot(kWatchLimit)) return absl::OkStatus();
  return absl::DeadlineExceededError("the watch sent no snapshot");
}

absl::StatusOr<v1::Docket> LiveDesk::Submit(const std::string& actor, const Request& request) {
  if (!running_) return absl::UnavailableError("the services are stopped");
  auto docket = Send(deployment_->group(), tokens_[actor], given().region, request);
  if (docket.ok() && !docket->name().empty()) incidents_.insert(docket->name());
  return docket;
}

absl::Status LiveDesk::AdvanceTo(absl::Time to) {
  now_ = to;
  if (!running_) return absl::OkStatus();
  v1::AdvanceClockRequest request;
  *request.mutable_to() = core::ToProto(to);
  const auto progress =
      support::Call(deployment_->group(), "timeline", deployment_->administrator(),
                    &v1::TimelineService::Stub::AdvanceClock, request, kSettleLimit);
  if (!progress.ok()) return progress.status();
  if (progress->settled()) return absl::OkStatus();
  return absl::InternalError("AdvanceClock answered before all was settled");
}

absl::Status LiveDesk::ReadRecords(const std::string& incident, View& view) {
  v1::ListRecordsRequest request;
  request.set_parent(incident);
  request.set_page_size(200);
  do {
    const auto page = Read("incident", &v1::IncidentService::Stub::ListRecords, request);
    if (!page.ok()) return page.status();
    view.records.insert(view.records.end(), page->records().begin(), page->records().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::StatusOr<View> LiveDesk::Look(const std::string& incident) {
  if (!running_) return absl::UnavailableError("the services are stopped");
  const std::string name = labels().Incident(incident);
  View view;
  v1::GetIncidentRequest get;
  get.set_name(name);
  auto docket = Read("incident", &v1::IncidentService::Stub::GetIncident, get);
  if (!docket.ok()) return docket.status();
  view.docket = *std::move(docket);
  if (absl::Status status = ReadRecords(name, view); !status.ok()) return status;
  v1::ListNoticesRequest list;
  list.set_parent(name);
  const auto notices = Read("broadcast", &v1::BroadcastService::Stub::ListNotices, list);
  if (!notices.ok()) return notices.status();
  for (const v1::Notice& notice : notices->notices()) {
    for (const int role : notice.notice().roles()) {
      view.notices.insert(static_cast<v1::NoticeRole>(role));
    }
  }
  return view;
}

absl::Status LiveDesk::CompareWatch(const std::string& incident) {
  v1::GetIncidentRequest get;
  get.set_name(incident);
  auto docket = Read("incident", &v1::IncidentService::Stub::GetIncident, get);
  if (!docket.ok()) return docket.status();
  if (!watcher_->WaitForVersion(incident, docket->version(), kWatchLimit)) {
    return absl::DeadlineExceededError(absl::StrCat("the watch knows ", incident, " at version ",
                                                    watcher_->Known(incident).version(), ", not ",
                                                    docket->version()));
  }
  docket->clear_etag();
  if (watcher_->Known(incident).SerializeAsString() == docket->SerializeAsString()) {
    return absl::OkStatus();
  }
  return absl::InternalError(absl::StrCat("the watch has another docket of ", incident));
}

absl::Status LiveDesk::Finish() {
  if (!running_) return absl::OkStatus();
  for (const std::string& incident : incidents_) {
    if (absl::Status status = CompareWatch(incident); !status.ok()) return status;
  }
  const std::vector<std::string> faults = watcher_->Faults();
  if (faults.empty()) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the watch: ", absl::StrJoin(faults, "; ")));
}

absl::Status LiveDesk::StopServices() {
  deployment_->group().KillAll();
  running_ = false;
  return absl::OkStatus();
}

absl::Status LiveDesk::StartServices() {
  if (absl::Status status = deployment_->SetClock(now_); !status.ok()) return status;
  if (absl::Status status = deployment_->group().Start(support::FourDesks()); !status.ok()) {
    return status;
  }
  running_ = true;
  return AdvanceTo(now_);
}

// AdvanceClock goes back at once, but forth it visits what lies between; so forth the clock is set
// under stopped services.
absl::Status LiveDesk::StepClock(absl::Duration by) {
  if (by <= absl::ZeroDuration() || !running_) return AdvanceTo(now_ + by);
  if (absl::Status status = StopServices(); !status.ok()) return status;
  now_ += by;
  return StartServices();
}

}  // namespace

std::unique_ptr<Desk> NewLiveDesk(const std::string& rule_pack) {
  return std::make_unique<LiveDesk>(rule_pack);
}

}  // namespace clarion::scenarios
