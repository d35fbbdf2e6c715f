#include "clients/cli/replay/acts.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/times.h"
#include "clients/cli/words.h"
#include "clients/cpp/request_id.h"

namespace clarion::cli {
namespace {

using nlohmann::json;
using Answer = absl::StatusOr<v1::Docket>;

std::string ArgText(const json& args, const char* key) {
  const auto found = args.find(key);
  return found != args.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> Texts(const json& args, const char* key) {
  std::vector<std::string> texts;
  const auto found = args.find(key);
  if (found == args.end() || !found->is_array()) return texts;
  for (const json& text : *found) {
    if (text.is_string()) texts.push_back(text.get<std::string>());
  }
  return texts;
}

// The value named; unspecified when it is missing or unknown, which the desk refuses.
template <class Enum>
Enum Value(const json& args, const char* key) {
  return ParseWord<Enum>(ArgText(args, key)).value_or(static_cast<Enum>(0));
}

template <class Stub, class Request>
Answer Send(const Stage& stage,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, v1::Docket*),
            Request request) {
  request.set_request_id(client::NewRequestId());
  return stage.connection.Call(method, request);
}

std::string ReleaseName(const Stage& stage, const json& args) {
  return absl::StrCat(stage.incident, "/releases/", ArgText(args, "release"));
}

Answer Register(const Stage& stage, const json& args) {
  v1::RegisterIncidentRequest request;
  request.set_parent("regions/" + stage.region);
  v1::RegisterIncident& incident = *request.mutable_incident();
  incident.set_title(ArgText(args, "title"));
  incident.set_place(ArgText(args, "place"));
  incident.set_summary(ArgText(args, "summary"));
  incident.set_source(ArgText(args, "source"));
  incident.set_grade(Value<v1::Grade>(args, "grade"));
  incident.set_grade_basis(ArgText(args, "basis"));
  *incident.mutable_detected_at() = ToProto(stage.t0);
  incident.set_exercise(true);
  incident.set_time_scale(stage.speed);
  return Send(stage, &v1::IncidentService::StubInterface::RegisterIncident, request);
}

Answer Verify(const Stage& stage, const json& args) {
  v1::VerifyIncidentRequest request;
  request.set_name(stage.incident);
  request.mutable_verification()->set_basis(ArgText(args, "basis"));
  return Send(stage, &v1::IncidentService::StubInterface::VerifyIncident, request);
}

Answer Grade(const Stage& stage, const json& args) {
  v1::GradeIncidentRequest request;
  request.set_name(stage.incident);
  request.mutable_grading()->set_grade(Value<v1::Grade>(args, "to"));
  request.mutable_grading()->set_basis(ArgText(args, "basis"));
  return Send(stage, &v1::IncidentService::StubInterface::GradeIncident, request);
}

Answer Close(const Stage& stage, const json& args) {
  v1::CloseIncidentRequest request;
  request.set_name(stage.incident);
  request.mutable_closing()->set_summary(ArgText(args, "summary"));
  request.mutable_closing()->set_final_release(ArgText(args, "final_release"));
  request.mutable_closing()->set_breach_explanation(ArgText(args, "explanation"));
  return Send(stage, &v1::IncidentService::StubInterface::CloseIncident, request);
}

Answer Assign(const Stage& stage, const json& args) {
  v1::AssignIncidentRequest request;
  request.set_name(stage.incident);
  request.mutable_assignment()->set_lead(ArgText(args, "lead"));
  for (const std::string& id : Texts(args, "supporting")) {
    request.mutable_assignment()->add_supporting(id);
  }
  return Send(stage, &v1::SpokespersonService::StubInterface::AssignIncident, request);
}

Answer Acknowledge(const Stage& stage, const json&) {
  v1::AcknowledgeAssignmentRequest request;
  request.set_name(stage.incident);
  return Send(stage, &v1::SpokespersonService::StubInterface::AcknowledgeAssignment, request);
}

Answer Report(const Stage& stage, const json& args) {
  v1::ReportToSuperiorRequest request;
  request.set_name(stage.incident);
  request.mutable_report()->set_mode(Value<v1::ReportMode>(args, "mode"));
  request.mutable_report()->set_to(ArgText(args, "to"));
  request.mutable_report()->set_document(ArgText(args, "document"));
  return Send(stage, &v1::TimelineService::StubInterface::ReportToSuperior, request);
}

Answer Draft(const Stage& stage, const json& args) {
  v1::DraftReleaseRequest request;
  request.set_parent(stage.incident);
  request.set_release_id(ArgText(args, "release"));
  request.set_kind(Value<v1::ReleaseKind>(args, "kind"));
  request.set_text(ArgText(args, "text"));
  return Send(stage, &v1::ReleaseService::StubInterface::DraftRelease, request);
}

Answer Submit(const Stage& stage, const json& args) {
  v1::SubmitReleaseRequest request;
  request.set_name(ReleaseName(stage, args));
  request.set_secrecy_review(v1::SECRECY_REVIEW_PASS);
  return Send(stage, &v1::ReleaseService::StubInterface::SubmitRelease, request);
}

// Approves the text as it stands: in a drill nobody reads it.
Answer Approve(const Stage& stage, const json& args) {
  v1::GetReleaseTextRequest which;
  which.set_name(ReleaseName(stage, args));
  const auto text =
      stage.connection.Call(&v1::ReleaseService::StubInterface::GetReleaseText, which);
  if (!text.ok()) return text.status();
  v1::ApproveReleaseRequest request;
  request.set_name(which.name());
  request.set_sha256(text->sha256());
  return Send(stage, &v1::ReleaseService::StubInterface::ApproveRelease, request);
}

Answer Publish(const Stage& stage, const json& args) {
  v1::PublishReleaseRequest request;
  request.set_name(ReleaseName(stage, args));
  for (const std::string& channel : Texts(args, "channels")) request.add_channels(channel);
  return Send(stage, &v1::ReleaseService::StubInterface::PublishRelease, request);
}

Answer Begin(const Stage& stage, const json& args) {
  v1::BeginConferenceRequest request;
  request.set_parent(stage.incident);
  v1::BeginConference& conference = *request.mutable_conference();
  conference.set_conference(ArgText(args, "conference"));
  conference.set_form(Value<v1::ConferenceForm>(args, "form"));
  for (const std::string& id : Texts(args, "speakers")) conference.add_speakers(id);
  return Send(stage, &v1::ReleaseService::StubInterface::BeginConference, request);
}

Answer End(const Stage& stage, const json& args) {
  v1::EndConferenceRequest request;
  request.set_name(absl::StrCat(stage.incident, "/conferences/", ArgText(args, "conference")));
  return Send(stage, &v1::ReleaseService::StubInterface::EndConference, request);
}

Answer Note(const Stage& stage, const json&) { return stage.docket; }

using PlayedAct = Answer (*)(const Stage&, const json&);

const std::map<std::string, PlayedAct>& Acts() {
  static const auto& acts = *new std::map<std::string, PlayedAct>{
      {"register", Register},
      {"verify", Verify},
      {"grade", Grade},
      {"close", Close},
      {"assign", Assign},
      {"acknowledge", Acknowledge},
      {"report_superior", Report},
      {"draft_release", Draft},
      {"submit_release", Submit},
      {"approve_release", Approve},
      {"publish_release", Publish},
      {"begin_conference", Begin},
      {"end_conference", End},
      {"note", Note},
  };
  return acts;
}

}  // namespace

bool IsAct(const std::string& act) { return Acts().count(act) != 0; }

absl::StatusOr<v1::Docket> Perform(const Stage& stage, const std::string& act, const json& args) {
  const auto found = Acts().find(act);
  if (found == Acts().end()) return Misused("案例文件中的未知动作：" + act, "unknown act: " + act);
  return found->second(stage, args);
}

}  // namespace clarion::cli
