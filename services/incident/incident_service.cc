#include "services/incident/incident_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/incident/incident_export.h"
#include "services/server/call.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"
#include "services/server/write_call.h"

namespace clarion::incident {
namespace {

using server::Method;
using server::NameKind;
using server::ParseName;
using server::RegionOf;
using server::Serve;
using server::ServeIncidentWrite;
using server::Write;

constexpr int kPageDefault = 50;
constexpr int kPageMax = 200;

}  // namespace

grpc::ServerUnaryReactor* IncidentServiceImpl::RegisterIncident(
    Context* context, const v1::RegisterIncidentRequest* request, v1::Docket* response) {
  return Serve(runtime_, context, request, response, Method::kRegisterIncident,
               RegionOf("parent", request->parent()), [this](auto call) {
                 auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
                 if (!parent.ok()) return call.done(parent.status());
                 v1::Command command;
                 *command.mutable_register_incident() = call.request->incident();
                 Write(path_, call, call.request->parent(), std::move(command));
               });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::AddReport(Context* context,
                                                         const v1::AddReportRequest* request,
                                                         v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kAddReport,
                            [](const v1::AddReportRequest& r, v1::Command& command) {
                              *command.mutable_add_report() = r.report();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::CorrectStart(Context* context,
                                                            const v1::CorrectStartRequest* request,
                                                            v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kCorrectStart,
                            [](const v1::CorrectStartRequest& r, v1::Command& command) {
                              *command.mutable_correct_start() = r.correction();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::VerifyIncident(
    Context* context, const v1::VerifyIncidentRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kVerifyIncident,
                            [](const v1::VerifyIncidentRequest& r, v1::Command& command) {
                              *command.mutable_verify_incident() = r.verification();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::GradeIncident(
    Context* context, const v1::GradeIncidentRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kGradeIncident,
                            [](const v1::GradeIncidentRequest& r, v1::Command& command) {
                              *command.mutable_grade_incident() = r.grading();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::CloseIncident(
    Context* context, const v1::CloseIncidentRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kCloseIncident,
                            [](const v1::CloseIncidentRequest& r, v1::Command& command) {
                              *command.mutable_close_incident() = r.closing();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::GetIncident(Context* context,
                                                           const v1::GetIncidentRequest* request,
                                                           v1::Docket* response) {
  return Serve(runtime_, context, request, response, Method::kGetIncident,
               RegionOf("name", request->name()), [this](auto call) {
                 server::ReadDocket(runtime_.store.papers(), call.request->name(), call.deadline,
                                    [call](absl::StatusOr<v1::Docket> docket) {
                                      if (!docket.ok()) return call.done(docket.status());
                                      call.response->Swap(&*docket);
                                      call.done(absl::OkStatus());
                                    });
               });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::ListRecords(Context* context,
                                                           const v1::ListRecordsRequest* request,
                                                           v1::ListRecordsResponse* response) {
  return Serve(runtime_, context, request, response, Method::kListRecords,
               RegionOf("parent", request->parent()), [this](auto call) {
                 int64_t first = 1;
                 const std::string& token = call.request->page_token();
                 if (!token.empty() && (!absl::SimpleAtoi(token, &first) || first < 1)) {
                   return call.done(server::InvalidField(
                       "page_token", "The next_page_token of the page before, unchanged."));
                 }
                 const int asked = call.request->page_size();
                 const int size = asked <= 0 ? kPageDefault : std::min(asked, kPageMax);
                 server::ReadRecords(
                     runtime_.store.papers(), call.request->parent(), first, size, call.deadline,
                     [call, first, size](absl::StatusOr<std::vector<v1::Record>> records) {
                       if (!records.ok()) return call.done(records.status());
                       const int count = static_cast<int>(records->size());
                       for (v1::Record& record : *records) {
                         call.response->add_records()->Swap(&record);
                       }
                       if (count == size) {
                         call.response->set_next_page_token(absl::StrCat(first + size));
                       }
                       call.done(absl::OkStatus());
                     });
               });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::FindFalse(Context* context,
                                                         const v1::FindFalseRequest* request,
                                                         v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kFindFalse,
                            [](const v1::FindFalseRequest& r, v1::Command& command) {
                              *command.mutable_find_false() = r.finding();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::ReferToPolice(
    Context* context, const v1::ReferToPoliceRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kReferToPolice,
                            [](const v1::ReferToPoliceRequest& r, v1::Command& command) {
                              *command.mutable_refer_to_police() = r.referral();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::AddNote(Context* context,
                                                       const v1::AddNoteRequest* request,
                                                       v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kAddNote,
                            [](const v1::AddNoteRequest& r, v1::Command& command) {
                              *command.mutable_add_note() = r.note();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::EnterFact(Context* context,
                                                         const v1::EnterFactRequest* request,
                                                         v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kEnterFact,
                            [](const v1::EnterFactRequest& r, v1::Command& command) {
                              *command.mutable_enter_fact() = r.fact();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::TransferIncident(
    Context* context, const v1::TransferIncidentRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kTransferIncident,
                            [](const v1::TransferIncidentRequest& r, v1::Command& command) {
                              *command.mutable_transfer_incident() = r.transfer();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::AcceptTransfer(
    Context* context, const v1::AcceptTransferRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kAcceptTransfer,
                            [](const v1::AcceptTransferRequest&, v1::Command& command) {
                              command.mutable_accept_transfer();
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::MergeIncident(
    Context* context, const v1::MergeIncidentRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kMergeIncident,
                            [](const v1::MergeIncidentRequest& r, v1::Command& command) {
                              v1::MergeIncident& merge = *command.mutable_merge_incident();
                              merge.set_into(r.name());
                              merge.set_from(r.from());
                              merge.set_basis(r.basis());
                            });
}

grpc::ServerUnaryReactor* IncidentServiceImpl::ExportIncident(
    Context* context, const v1::ExportIncidentRequest* request,
    v1::ExportIncidentResponse* response) {
  return Serve(runtime_, context, request, response, Method::kExportIncident,
               RegionOf("name", request->name()), [this](auto call) {
                 auto name = ParseName("name", call.request->name(), {NameKind::kIncident});
                 if (!name.ok()) return call.done(name.status());
                 const auto from = ReadExportToken(call.request->page_token());
                 if (!from.ok()) return call.done(from.status());
                 const ExportSource source = {runtime_.store.papers(), runtime_.packs,
                                              call.request->name(), call.deadline};
                 FillExport(source, *from, *call.response, call.done);
               });
}

}  // namespace clarion::incident
