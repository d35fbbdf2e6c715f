#include "services/spokesperson/spokesperson_service.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"
#include "services/server/call.h"
#include "services/server/names.h"
#include "services/server/write_call.h"
#include "services/server/yaml_proto.h"

namespace clarion::spokesperson {
namespace {

using server::Method;
using server::NameKind;
using server::ParseName;
using server::RegionOf;
using server::Serve;
using server::ServeIncidentWrite;
using server::Write;

}  // namespace

grpc::ServerUnaryReactor* SpokespersonServiceImpl::ImportRoster(
    Context* context, const v1::ImportRosterRequest* request, v1::Roster* response) {
  return Serve(runtime_, context, request, response, Method::kImportRoster,
               RegionOf("name", request->name()), [this](auto call) {
                 auto name = ParseName("name", call.request->name(), {NameKind::kRoster});
                 if (!name.ok()) return call.done(name.status());
                 v1::Command command;
                 v1::Roster& roster = *command.mutable_import_roster()->mutable_roster();
                 if (call.request->has_yaml()) {
                   absl::Status read = server::ReadYaml(call.request->yaml(), "yaml", &roster);
                   if (!read.ok()) return call.done(read);
                 } else {
                   roster = call.request->roster();
                 }
                 Write(path_, call, call.request->name(), std::move(command));
               });
}

grpc::ServerUnaryReactor* SpokespersonServiceImpl::GetRoster(Context* context,
                                                             const v1::GetRosterRequest* request,
                                                             v1::Roster* response) {
  return Serve(runtime_, context, request, response, Method::kGetRoster,
               RegionOf("name", request->name()), [this](auto call) {
                 auto name = ParseName("name", call.request->name(), {NameKind::kRoster});
                 if (!name.ok()) return call.done(name.status());
                 runtime_.store.papers().LoadCurrent(
                     call.request->name(), call.deadline,
                     [call, region = name->region](absl::StatusOr<store::PaperPtr> paper) {
                       if (!paper.ok()) return call.done(paper.status());
                       if ((*paper)->head.empty()) {
                         return call.done(
                             core::Refuse({.code = absl::StatusCode::kNotFound,
                                           .reason = v1::ERROR_REASON_NO_SUCH_REGION,
                                           .en = absl::StrCat("There is no region ", region, "."),
                                           .zh = absl::StrCat("没有行政区 ", region, "。")}));
                       }
                       *call.response = (*paper)->paper.roster();
                       call.response->set_etag(absl::BytesToHexString((*paper)->head));
                       call.done(absl::OkStatus());
                     });
               });
}

grpc::ServerUnaryReactor* SpokespersonServiceImpl::AssignIncident(
    Context* context, const v1::AssignIncidentRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kAssignIncident,
                            [](const v1::AssignIncidentRequest& r, v1::Command& command) {
                              *command.mutable_assign_incident() = r.assignment();
                            });
}

grpc::ServerUnaryReactor* SpokespersonServiceImpl::AcknowledgeAssignment(
    Context* context, const v1::AcknowledgeAssignmentRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response,
                            Method::kAcknowledgeAssignment,
                            [](const v1::AcknowledgeAssignmentRequest&, v1::Command& command) {
                              command.mutable_acknowledge_assignment();
                            });
}

}  // namespace clarion::spokesperson
