#include "services/spokesperson/spokesperson_service.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/speakers.h"
#include "services/server/call.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"
#include "services/server/request_form.h"
#include "services/server/utf8.h"
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

// What nobody covers is told with every roster, and at once with the leave that uncovers it.
void ShowUncovered(v1::Roster& roster, absl::Time now) {
  roster.clear_uncovered();
  for (v1::UncoveredPost& post : core::UncoveredPosts(roster, now)) {
    *roster.add_uncovered() = std::move(post);
  }
}

server::Done ThenShowUncovered(store::Store& store, v1::Roster& roster, server::Done done) {
  return [&store, &roster, done = std::move(done)](absl::Status status) {
    if (status.ok()) ShowUncovered(roster, store.Now());
    done(std::move(status));
  };
}

void Propose(const v1::Roster& roster, const v1::Docket& docket,
             const v1::ProposeSpeakersRequest& request, absl::Time at,
             v1::ProposeSpeakersResponse& response) {
  v1::Assignment assignment = docket.assignment();
  if (!request.lead().empty()) {
    assignment.set_lead(request.lead());
    *assignment.mutable_supporting() = request.supporting();
    assignment.clear_silent();
  }
  for (const core::ChainPlace& place : core::WholeChain(roster, assignment, docket.grade(), at)) {
    v1::SpeakerProposal& proposal = *response.add_proposals();
    proposal.set_official(place.official->id());
    proposal.set_step(place.step);
    proposal.set_silent(core::Contains(assignment.silent(), place.official->id()));
    proposal.set_eligible(place.reason == v1::ERROR_REASON_UNSPECIFIED && !proposal.silent());
    proposal.set_reason(place.reason);
  }
}

// What YAML can write with escapes is held to the form of any request.
absl::Status ReadRoster(const std::string& yaml, v1::Roster& roster) {
  constexpr size_t kFaultsMax = 1000;  // bytes; an answer's head has 8 KiB
  if (absl::Status read = server::ReadYaml(yaml, "yaml", &roster); !read.ok()) {
    const std::string faults(read.message().data(), read.message().size());
    return server::InvalidField(
        "yaml", faults.substr(0, server::ValidUtf8Prefix(faults.substr(0, kFaultsMax))));
  }
  return server::CheckForm(roster, absl::OkStatus());
}

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
                   if (absl::Status read = ReadRoster(call.request->yaml(), roster); !read.ok()) {
                     return call.done(read);
                   }
                 } else {
                   roster = call.request->roster();
                 }
                 call.done = ThenShowUncovered(runtime_.store, *call.response, call.done);
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
                     [this, call, region = name->region](absl::StatusOr<store::PaperPtr> paper) {
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
                       ShowUncovered(*call.response, runtime_.store.Now());
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

grpc::ServerUnaryReactor* SpokespersonServiceImpl::RefuseAssignment(
    Context* context, const v1::RefuseAssignmentRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kRefuseAssignment,
                            [](const v1::RefuseAssignmentRequest& r, v1::Command& command) {
                              *command.mutable_refuse_assignment() = r.refusal();
                            });
}

grpc::ServerUnaryReactor* SpokespersonServiceImpl::RecordLeave(
    Context* context, const v1::RecordLeaveRequest* request, v1::Roster* response) {
  return Serve(runtime_, context, request, response, Method::kRecordLeave,
               RegionOf("name", request->name()), [this](auto call) {
                 auto name = ParseName("name", call.request->name(), {NameKind::kRoster});
                 if (!name.ok()) return call.done(name.status());
                 v1::Command command;
                 *command.mutable_record_leave() = call.request->leave();
                 call.done = ThenShowUncovered(runtime_.store, *call.response, call.done);
                 Write(path_, call, call.request->name(), std::move(command));
               });
}

grpc::ServerUnaryReactor* SpokespersonServiceImpl::ProposeSpeakers(
    Context* context, const v1::ProposeSpeakersRequest* request,
    v1::ProposeSpeakersResponse* response) {
  return Serve(
      runtime_, context, request, response, Method::kProposeSpeakers,
      RegionOf("name", request->name()), [this](auto call) {
        auto name = ParseName("name", call.request->name(), {NameKind::kIncident});
        if (!name.ok()) return call.done(name.status());
        auto with_docket = [this, call, region = name->region](absl::StatusOr<v1::Docket> docket) {
          if (!docket.ok()) return call.done(docket.status());
          runtime_.store.papers().LoadCurrent(
              server::RosterName(region), call.deadline,
              [this, call, docket = *std::move(docket)](absl::StatusOr<store::PaperPtr> roster) {
                if (!roster.ok()) return call.done(roster.status());
                const absl::Time at = call.request->has_at() ? core::FromProto(call.request->at())
                                                             : runtime_.store.Now();
                Propose((*roster)->paper.roster(), docket, *call.request, at, *call.response);
                call.done(absl::OkStatus());
              });
        };
        server::ReadDocket(runtime_.store.papers(), call.request->name(), call.deadline,
                           with_docket);
      });
}

}  // namespace clarion::spokesperson
