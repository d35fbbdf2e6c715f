#include "services/broadcast/release_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/docket_facts.h"
#include "services/core/facts_sheet.h"
#include "services/core/refusal.h"
#include "services/core/templates.h"
#include "services/core/usual_refusals.h"
#include "services/proof/chain.h"
#include "services/server/call.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"
#include "services/server/write_call.h"

namespace clarion::broadcast {
namespace {

using server::IncidentName;
using server::Method;
using server::NameKind;
using server::ParseName;
using server::RegionOf;
using server::ResourceName;
using server::Serve;
using server::ServeIncidentWrite;
using server::Write;

constexpr size_t kTextMax = 64 * 1024;
constexpr const char kWatermark[] = "【演练】";

absl::Status CheckText(const std::string& text) {
  if (!text.empty() && text.size() <= kTextMax) return absl::OkStatus();
  return server::InvalidField("text", "1 to 20000 characters, at most 64 KiB.");
}

v1::TextRef Reference(const std::string& text) {
  v1::TextRef reference;
  reference.set_sha256(proof::Sha256(text));
  reference.set_size(static_cast<int>(text.size()));
  return reference;
}

// A write on something inside an incident: `name` is of `kind`, `fill(request, id, command)` makes
// the command, and `text` (if the request has one) is stored with it.
template <class Request, class FillCommand>
grpc::ServerUnaryReactor* ServePartWrite(server::Runtime& runtime, server::WritePath& path,
                                         grpc::CallbackServerContext* context,
                                         const Request* request, v1::Docket* response,
                                         Method method, NameKind kind, FillCommand fill) {
  return Serve(runtime, context, request, response, method, RegionOf("name", request->name()),
               [&path, kind, fill](auto call) {
                 auto name = ParseName("name", call.request->name(), {kind});
                 if (!name.ok()) return call.done(name.status());
                 std::vector<std::string> texts;
                 if constexpr (requires { call.request->text(); }) {
                   if (auto s = CheckText(call.request->text()); !s.ok()) return call.done(s);
                   texts.push_back(call.request->text());
                 }
                 v1::Command command;
                 fill(*call.request, name->id, command);
                 Write(path, call, IncidentName(name->region, name->incident), std::move(command),
                       std::move(texts));
               });
}

absl::Status NoSuchTemplate(const std::string& id, const v1::RulePack& pack) {
  const std::string all =
      absl::StrJoin(pack.templates(), ", ",
                    [](std::string* out, const v1::TextTemplate& text) { out->append(text.id()); });
  return core::Refuse(
      {.code = absl::StatusCode::kNotFound,
       .reason = v1::ERROR_REASON_NO_SUCH_TEMPLATE,
       .en = absl::StrCat("The rule pack has no template '", id, "'. It has: ", all, "."),
       .zh = absl::StrCat("规则包中没有模板“", id, "”。可用的模板:", all, "。")});
}

// Figures are read from the text here: the law sees hashes only.
void SetFigures(const std::string& text, google::protobuf::RepeatedPtrField<v1::Figure>& figures) {
  for (v1::Figure& figure : core::FiguresIn(text)) *figures.Add() = std::move(figure);
}

}  // namespace

grpc::ServerUnaryReactor* ReleaseServiceImpl::DraftRelease(Context* context,
                                                           const v1::DraftReleaseRequest* request,
                                                           v1::Docket* response) {
  return Serve(runtime_, context, request, response, Method::kDraftRelease,
               RegionOf("parent", request->parent()), [this](auto call) {
                 auto parent = ParseName("parent", call.request->parent(), {NameKind::kIncident});
                 if (!parent.ok()) return call.done(parent.status());
                 if (auto s = CheckText(call.request->text()); !s.ok()) return call.done(s);
                 v1::Command command;
                 v1::DraftRelease& draft = *command.mutable_draft_release();
                 draft.set_release(call.request->release_id());
                 draft.set_kind(call.request->kind());
                 *draft.mutable_text() = Reference(call.request->text());
                 *draft.mutable_joint_with() = call.request->joint_with();
                 SetFigures(call.request->text(), *draft.mutable_figures());
                 draft.set_blanks(core::BlanksIn(call.request->text()));
                 Write(path_, call, call.request->parent(), std::move(command),
                       {call.request->text()});
               });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::EditRelease(Context* context,
                                                          const v1::EditReleaseRequest* request,
                                                          v1::Docket* response) {
  return ServePartWrite(
      runtime_, path_, context, request, response, Method::kEditRelease, NameKind::kRelease,
      [](const v1::EditReleaseRequest& r, const std::string& id, v1::Command& command) {
        command.mutable_edit_release()->set_release(id);
        *command.mutable_edit_release()->mutable_text() = Reference(r.text());
        SetFigures(r.text(), *command.mutable_edit_release()->mutable_figures());
        command.mutable_edit_release()->set_blanks(core::BlanksIn(r.text()));
      });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::SubmitRelease(Context* context,
                                                            const v1::SubmitReleaseRequest* request,
                                                            v1::Docket* response) {
  return ServePartWrite(
      runtime_, path_, context, request, response, Method::kSubmitRelease, NameKind::kRelease,
      [](const v1::SubmitReleaseRequest& r, const std::string& id, v1::Command& command) {
        command.mutable_submit_release()->set_release(id);
        command.mutable_submit_release()->set_secrecy_review(r.secrecy_review());
      });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::ApproveRelease(
    Context* context, const v1::ApproveReleaseRequest* request, v1::Docket* response) {
  return ServePartWrite(
      runtime_, path_, context, request, response, Method::kApproveRelease, NameKind::kRelease,
      [](const v1::ApproveReleaseRequest& r, const std::string& id, v1::Command& command) {
        command.mutable_approve_release()->set_release(id);
        command.mutable_approve_release()->set_sha256(r.sha256());
      });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::PublishRelease(
    Context* context, const v1::PublishReleaseRequest* request, v1::Docket* response) {
  return ServePartWrite(
      runtime_, path_, context, request, response, Method::kPublishRelease, NameKind::kRelease,
      [](const v1::PublishReleaseRequest& r, const std::string& id, v1::Command& command) {
        command.mutable_publish_release()->set_release(id);
        *command.mutable_publish_release()->mutable_channels() = r.channels();
      });
}

// In a drill the watermark stands before every text that leaves the store, whoever drafted it.
grpc::ServerUnaryReactor* ReleaseServiceImpl::GetReleaseText(
    Context* context, const v1::GetReleaseTextRequest* request, v1::ReleaseText* response) {
  return Serve(runtime_, context, request, response, Method::kGetReleaseText,
               RegionOf("name", request->name()), [this](auto call) {
                 auto name = ParseName("name", call.request->name(), {NameKind::kRelease});
                 if (!name.ok()) return call.done(name.status());
                 auto with_docket = [this, call, name = *name](absl::StatusOr<v1::Docket> docket) {
                   if (!docket.ok()) return call.done(docket.status());
                   const v1::Release* release = core::FindRelease(*docket, name.id);
                   if (release == nullptr) return call.done(core::NoSuchRelease(name.id));
                   call.response->set_name(call.request->name());
                   call.response->set_text_version(release->text_version());
                   call.response->set_sha256(release->text().sha256());
                   runtime_.store.papers().ReadText(
                       name.region, release->text().sha256(), call.deadline,
                       [call, exercise = docket->exercise()](absl::StatusOr<std::string> text) {
                         if (!text.ok()) return call.done(text.status());
                         const bool mark = exercise && !absl::StartsWith(*text, kWatermark);
                         call.response->set_text(mark ? absl::StrCat(kWatermark, *text) : *text);
                         call.done(absl::OkStatus());
                       });
                 };
                 server::ReadDocket(runtime_.store.papers(),
                                    IncidentName(name->region, name->incident), call.deadline,
                                    with_docket);
               });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::ScheduleConference(
    Context* context, const v1::ScheduleConferenceRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response,
                            Method::kScheduleConference,
                            [](const v1::ScheduleConferenceRequest& r, v1::Command& command) {
                              *command.mutable_schedule_conference() = r.conference();
                            });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::BeginConference(
    Context* context, const v1::BeginConferenceRequest* request, v1::Docket* response) {
  return ServeIncidentWrite(runtime_, path_, context, request, response, Method::kBeginConference,
                            [](const v1::BeginConferenceRequest& r, v1::Command& command) {
                              *command.mutable_begin_conference() = r.conference();
                            });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::EndConference(Context* context,
                                                            const v1::EndConferenceRequest* request,
                                                            v1::Docket* response) {
  return ServePartWrite(
      runtime_, path_, context, request, response, Method::kEndConference, NameKind::kConference,
      [](const v1::EndConferenceRequest&, const std::string& id, v1::Command& command) {
        command.mutable_end_conference()->set_conference(id);
      });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::AbortConference(
    Context* context, const v1::AbortConferenceRequest* request, v1::Docket* response) {
  return ServePartWrite(
      runtime_, path_, context, request, response, Method::kAbortConference, NameKind::kConference,
      [](const v1::AbortConferenceRequest& r, const std::string& id, v1::Command& command) {
        command.mutable_abort_conference()->set_conference(id);
        command.mutable_abort_conference()->set_reason(r.reason());
      });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::CosignRelease(Context* context,
                                                            const v1::CosignReleaseRequest* request,
                                                            v1::Docket* response) {
  return ServePartWrite(
      runtime_, path_, context, request, response, Method::kCosignRelease, NameKind::kRelease,
      [](const v1::CosignReleaseRequest& r, const std::string& id, v1::Command& command) {
        command.mutable_cosign_release()->set_release(id);
        command.mutable_cosign_release()->set_sha256(r.sha256());
      });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::RetractRelease(
    Context* context, const v1::RetractReleaseRequest* request, v1::Docket* response) {
  return ServePartWrite(
      runtime_, path_, context, request, response, Method::kRetractRelease, NameKind::kRelease,
      [](const v1::RetractReleaseRequest& r, const std::string& id, v1::Command& command) {
        command.mutable_retract_release()->set_release(id);
        command.mutable_retract_release()->set_reason(r.reason());
        command.mutable_retract_release()->set_correction(r.correction());
      });
}

grpc::ServerUnaryReactor* ReleaseServiceImpl::FillTemplate(Context* context,
                                                           const v1::FillTemplateRequest* request,
                                                           v1::FillTemplateResponse* response) {
  return Serve(
      runtime_, context, request, response, Method::kFillTemplate,
      RegionOf("name", request->name()), [this](auto call) {
        auto name = ParseName("name", call.request->name(), {NameKind::kIncident});
        if (!name.ok()) return call.done(name.status());
        auto with_pack = [this, call](const v1::Docket& docket, const std::string& county,
                                      const v1::RulePack& pack) {
          const v1::TextTemplate* text = core::FindTemplate(pack, call.request->template_id());
          if (text == nullptr) return call.done(NoSuchTemplate(call.request->template_id(), pack));
          core::FilledText filled = core::Fill(*text, docket, county, runtime_.store.Now());
          call.response->set_kind(text->kind());
          call.response->set_text(docket.exercise() ? absl::StrCat(kWatermark, filled.text)
                                                    : std::move(filled.text));
          for (std::string& key : filled.missing) call.response->add_missing(std::move(key));
          call.done(absl::OkStatus());
        };
        auto with_docket = [this, call, with_pack,
                            region = name->region](absl::StatusOr<v1::Docket> docket) {
          if (!docket.ok()) return call.done(docket.status());
          runtime_.store.papers().Load(
              server::RosterName(region), call.deadline,
              [this, call, with_pack, region,
               docket = *std::move(docket)](absl::StatusOr<store::PaperPtr> roster) {
                if (!roster.ok()) return call.done(roster.status());
                const std::string county = (*roster)->paper.roster().name_zh();
                runtime_.packs.Find(
                    region, docket.rule_pack_sha256(), call.deadline,
                    [call, with_pack, docket, county](absl::StatusOr<server::PackPtr> pack) {
                      if (!pack.ok()) return call.done(pack.status());
                      with_pack(docket, county, (*pack)->pack);
                    });
              });
        };
        server::ReadDocket(runtime_.store.papers(), call.request->name(), call.deadline,
                           with_docket);
      });
}

}  // namespace clarion::broadcast
