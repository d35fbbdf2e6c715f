#include "services/timeline/timeline_service.h"

#include <algorithm>
#include <utility>

#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/server/call.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"
#include "services/server/write_call.h"
#include "services/timeline/settling.h"

namespace clarion::timeline {
namespace {

using server::Method;
using server::NameKind;
using server::ParseName;
using server::RegionOf;
using server::Serve;
using server::ServeIncidentWrite;

// Who waits learns which follower hangs back before his own deadline cuts the answer off.
constexpr absl::Duration kAnswerTakes = absl::Milliseconds(250);

absl::Status Busy() {
  return core::Refuse({.code = absl::StatusCode::kResourceExhausted,
                       .reason = v1::ERROR_REASON_QUEUE_FULL,
                       .en = "Too many ask for progress at once. Repeat in a moment.",
                       .zh = "查询进度的请求过多。请稍后重试。"});
}

}  // namespace

grpc::ServerUnaryReactor* TimelineServiceImpl::ReportToSuperior(
    Context* context, const v1::ReportToSuperiorRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kReportToSuperior,
                            [](const v1::ReportToSuperiorRequest& r, v1::Command& command) {
                              *command.mutable_report_to_superior() = r.report();
                            });
}

grpc::ServerUnaryReactor* TimelineServiceImpl::GetRulePack(Context* context,
                                                           const v1::GetRulePackRequest* request,
                                                           v1::RulePack* response) {
  const std::string& name = request->incident();
  return Serve(runtime_, context, request, response, Method::kGetRulePack,
               name.empty() ? absl::StatusOr<std::string>("") : RegionOf("incident", name),
               [this](auto call) {
                 const std::string& incident = call.request->incident();
                 if (incident.empty()) {
                   *call.response = runtime_.packs.Default()->pack;
                   return call.done(absl::OkStatus());
                 }
                 server::ReadDocket(runtime_.store.papers(), incident, call.deadline,
                                    [this, call](absl::StatusOr<v1::Docket> docket) {
                                      if (!docket.ok()) return call.done(docket.status());
                                      runtime_.packs.Find(
                                          docket->name().substr(8, 6), docket->rule_pack_sha256(),
                                          call.deadline,
                                          [call](absl::StatusOr<server::PackPtr> pack) {
                                            if (!pack.ok()) return call.done(pack.status());
                                            *call.response = (*pack)->pack;
                                            call.done(absl::OkStatus());
                                          });
                                    });
               });
}

grpc::ServerUnaryReactor* TimelineServiceImpl::GetProgress(Context* context,
                                                           const v1::GetProgressRequest* request,
                                                           v1::Progress* response) {
  return Serve(runtime_, context, request, response, Method::kGetProgress, std::string(),
               [this](auto call) {
                 const bool posted = blocking_.Post([this, call] {
                   absl::StatusOr<v1::Progress> progress = timeline::ReadProgress(runtime_.store);
                   if (progress.ok()) call.response->Swap(&*progress);
                   call.done(progress.status());
                 });
                 if (!posted) call.done(Busy());
               });
}

grpc::ServerUnaryReactor* TimelineServiceImpl::AdvanceClock(Context* context,
                                                            const v1::AdvanceClockRequest* request,
                                                            v1::Progress* response) {
  return Serve(runtime_, context, request, response, Method::kAdvanceClock, std::string(),
               [this](auto call) {
                 if (!runtime_.store.data_set().manual_clock) {
                   return call.done(
                       core::Refuse({.code = absl::StatusCode::kFailedPrecondition,
                                     .reason = v1::ERROR_REASON_MANUAL_CLOCK_ONLY,
                                     .en = "This data set runs on real time. A manual clock is "
                                           "chosen when it is initialised.",
                                     .zh = "此数据集使用真实时间。手动时钟须在初始化时选定。"}));
                 }
                 if (!call.request->has_to()) {
                   return call.done(server::InvalidField("to", "The instant to go to."));
                 }
                 const bool posted = blocking_.Post([this, call] {
                   absl::StatusOr<v1::Progress> progress =
                       timeline::AdvanceClock(runtime_.store, core::FromProto(call.request->to()),
                                              call.deadline - kAnswerTakes);
                   if (progress.ok()) call.response->Swap(&*progress);
                   call.done(progress.status());
                 });
                 if (!posted) call.done(Busy());
               });
}

grpc::ServerUnaryReactor* TimelineServiceImpl::RequestWaiver(
    Context* context, const v1::RequestWaiverRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kRequestWaiver,
                            [](const v1::RequestWaiverRequest& r, v1::Command& command) {
                              *command.mutable_request_waiver() = r.waiver();
                            });
}

grpc::ServerUnaryReactor* TimelineServiceImpl::ApproveWaiver(
    Context* context, const v1::ApproveWaiverRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kApproveWaiver,
                            [](const v1::ApproveWaiverRequest& r, v1::Command& command) {
                              *command.mutable_approve_waiver() = r.approval();
                            });
}

grpc::ServerUnaryReactor* TimelineServiceImpl::RecordEvidence(
    Context* context, const v1::RecordEvidenceRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kRecordEvidence,
                            [](const v1::RecordEvidenceRequest& r, v1::Command& command) {
                              *command.mutable_record_evidence() = r.evidence();
                            });
}

grpc::ServerUnaryReactor* TimelineServiceImpl::ConfirmEvidence(
    Context* context, const v1::ConfirmEvidenceRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kConfirmEvidence,
                            [](const v1::ConfirmEvidenceRequest& r, v1::Command& command) {
                              *command.mutable_confirm_evidence() = r.confirmation();
                            });
}

// The law itself answers: an incident is registered on paper that nobody keeps.
grpc::ServerUnaryReactor* TimelineServiceImpl::SimulateDeadlines(
    Context* context, const v1::SimulateDeadlinesRequest* request,
    v1::SimulateDeadlinesResponse* response) {
  return Serve(runtime_, context, request, response, Method::kSimulateDeadlines,
               RegionOf("parent", request->parent()), [this](auto call) {
                 auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
                 if (!parent.ok()) return call.done(parent.status());
                 v1::Command command;
                 v1::RegisterIncident& incident = *command.mutable_register_incident();
                 incident.set_name(server::IncidentName(parent->region, "simulated"));
                 incident.set_title("simulated");
                 incident.set_grade(call.request->grade());
                 if (call.request->has_detected_at()) {
                   *incident.mutable_detected_at() = call.request->detected_at();
                 }
                 incident.set_exercise(call.request->time_scale() != 0);
                 incident.set_time_scale(call.request->time_scale());
                 const server::PackPtr pack = runtime_.packs.Default();
                 const absl::Time now = runtime_.store.Now();
                 core::Context law;
                 // What is found tomorrow is asked about today: it is then that it would be
                 // registered.
                 law.now = std::max(now, core::FromProto(call.request->detected_at()));
                 law.actor.set_role(v1::ROLE_DUTY);
                 law.pack = &pack->pack;
                 absl::StatusOr<core::Decision> decision = core::Decide(v1::Paper(), command, law);
                 if (!decision.ok()) return call.done(decision.status());
                 *call.response->mutable_obligations() = decision->paper.docket().obligations();
                 *call.response->mutable_now() = core::ToProto(now);
                 call.done(absl::OkStatus());
               });
}

}  // namespace clarion::timeline
