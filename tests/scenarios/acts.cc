#include "tests/scenarios/acts.h"

#include <functional>

#include "services/core/check.h"
#include "services/core/proto_time.h"

namespace clarion::scenarios {
namespace {

// What a translation reads: the arguments were checked when the file was read.
struct Args {
  const Step& step;
  const Given& given;
  const Labels& labels;

  std::string Text(const char* name) const { return step.args.value(name, ""); }
  int Number(const char* name) const { return step.args.value(name, 0); }
  bool Flag(const char* name) const { return step.args.value(name, false); }
  google::protobuf::Timestamp Instant(const char* name) const {
    return core::ToProto(InstantOf(Text(name), given.t0));
  }
  template <typename List>
  void Copy(const char* name, List* to) const {
    for (const auto& item : step.args.value(name, nlohmann::json::array())) *to->Add() = item;
  }
  v1::Grade Grade(const char* name) const {
    v1::Grade grade = v1::GRADE_UNSPECIFIED;
    v1::Grade_Parse("GRADE_" + Text(name), &grade);
    return grade;
  }
  v1::ConferenceForm Form() const {
    v1::ConferenceForm form = v1::CONFERENCE_FORM_UNSPECIFIED;
    v1::ConferenceForm_Parse("CONFERENCE_FORM_" + Text("form"), &form);
    return form;
  }
};

v1::TextRef RefOf(const std::string& text) {
  v1::TextRef ref;
  ref.set_sha256(Sha256(text));
  ref.set_size(static_cast<int32_t>(text.size()));
  return ref;
}

void Register(const Args& args, v1::RegisterIncident* command) {
  command->set_title(args.Text("title"));
  *command->mutable_detected_at() = args.Instant("detected_at");
  if (args.step.args.contains("occurred_at")) {
    *command->mutable_occurred_at() = args.Instant("occurred_at");
  }
  command->set_grade(args.Grade("severity"));
  if (command->grade() != v1::GRADE_UNSPECIFIED) command->set_grade_basis("接报时研判");
  command->set_fingerprint(args.Text("fingerprint"));
  args.Copy("localities", command->mutable_localities());
  command->set_exercise(args.Flag("exercise"));
  command->set_time_scale(args.Number("time_scale"));
}

void Begin(const Args& args, v1::BeginConference* command) {
  command->set_conference(IdOf(args.Text("conference")));
  command->set_form(args.Form());
  args.Copy("speakers", command->mutable_speakers());
}

void Schedule(const Args& args, v1::ScheduleConference* command) {
  command->set_conference(IdOf(args.Text("conference")));
  command->set_form(args.Form());
  *command->mutable_planned_at() = args.Instant("planned_at");
  args.Copy("speakers", command->mutable_speakers());
}

void Draft(const Args& args, v1::DraftRelease* command) {
  command->set_release(IdOf(args.Text("release")));
  v1::ReleaseKind kind = v1::RELEASE_KIND_UNSPECIFIED;
  v1::ReleaseKind_Parse("RELEASE_KIND_" + args.Text("kind"), &kind);
  command->set_kind(kind);
  *command->mutable_text() = RefOf(args.Text("text"));
  args.Copy("joint_with", command->mutable_joint_with());
}

void Report(const Args& args, v1::ReportToSuperior* command) {
  v1::ReportMode mode = v1::REPORT_MODE_UNSPECIFIED;
  v1::ReportMode_Parse("REPORT_MODE_" + args.Text("mode"), &mode);
  command->set_mode(mode);
  command->set_to(args.Text("to"));
  command->set_document(args.Text("doc_no"));
}

void Submit(const Args& args, v1::SubmitRelease* command) {
  command->set_release(IdOf(args.Text("release")));
  v1::SecrecyReview review = v1::SECRECY_REVIEW_UNSPECIFIED;
  v1::SecrecyReview_Parse("SECRECY_REVIEW_" + args.Text("secrecy_review"), &review);
  command->set_secrecy_review(review);
}

void Leave(const Args& args, v1::RecordLeave* command) {
  command->set_official(args.Text("official"));
  *command->mutable_leave()->mutable_from() = args.Instant("from");
  *command->mutable_leave()->mutable_to() = args.Instant("to");
  command->mutable_leave()->set_approved_by(args.Text("approved_by"));
  command->mutable_leave()->set_acting(args.Text("acting"));
}

v1::ObligationKind ObligationOf(const Args& args) {
  v1::ObligationKind kind = v1::OBLIGATION_KIND_UNSPECIFIED;
  v1::ObligationKind_Parse("OBLIGATION_KIND_" + args.Text("obligation"), &kind);
  return kind;
}

void RequestWaiver(const Args& args, v1::RequestWaiver* command) {
  command->set_obligation(ObligationOf(args));
  command->set_ground(args.Text("ground"));
  command->set_document(args.Text("doc"));
}

void RecordEvidence(const Args& args, v1::RecordEvidence* command) {
  command->set_evidence(IdOf(args.Text("evidence")));
  v1::EvidenceKind kind = v1::EVIDENCE_KIND_UNSPECIFIED;
  v1::EvidenceKind_Parse("EVIDENCE_KIND_" + args.Text("kind"), &kind);
  command->set_kind(kind);
  v1::ReleaseKind release = v1::RELEASE_KIND_UNSPECIFIED;
  v1::ReleaseKind_Parse("RELEASE_KIND_" + args.Text("release_kind"), &release);
  command->set_release_kind(release);
  *command->mutable_effective_at() = args.Instant("effective_at");
  command->set_proof(args.Text("proof"));
}

using Translation = std::function<std::vector<v1::Command>(const Args&)>;

// A translation into one command.
Translation One(std::function<void(const Args&, v1::Command&)> fill) {
  return [fill = std::move(fill)](const Args& args) {
    std::vector<v1::Command> commands(1);
    fill(args, commands[0]);
    return commands;
  };
}

std::map<std::string, Translation> IncidentActs() {
  return {
      {"register",
       One([](const Args& a, v1::Command& c) { Register(a, c.mutable_register_incident()); })},
      {"add_report", One([](const Args& a, v1::Command& c) {
         c.mutable_add_report()->set_channel(a.Text("channel"));
         *c.mutable_add_report()->mutable_received_at() = a.Instant("received_at");
       })},
      {"correct_start", One([](const Args& a, v1::Command& c) {
         *c.mutable_correct_start()->mutable_detected_at() = a.Instant("detected_at");
         c.mutable_correct_start()->set_basis(a.Text("basis"));
       })},
      {"verify", One([](const Args& a, v1::Command& c) {
         c.mutable_verify_incident()->set_basis(a.Text("basis"));
       })},
      {"set_severity", One([](const Args& a, v1::Command& c) {
         c.mutable_grade_incident()->set_grade(a.Grade("to"));
         c.mutable_grade_incident()->set_basis(a.Text("basis"));
       })},
      {"assign", One([](const Args& a, v1::Command& c) {
         c.mutable_assign_incident()->set_lead(a.Text("lead"));
         a.Copy("supporting", c.mutable_assign_incident()->mutable_supporting());
         c.mutable_assign_incident()->set_speaker(a.Text("speaker"));
       })},
      {"acknowledge", One([](const Args&, v1::Command& c) { c.mutable_acknowledge_assignment(); })},
      {"report_superior",
       One([](const Args& a, v1::Command& c) { Report(a, c.mutable_report_to_superior()); })},
      {"close", One([](const Args& a, v1::Command& c) {
         c.mutable_close_incident()->set_summary(a.Text("summary"));
         if (a.step.args.contains("final_release")) {
           c.mutable_close_incident()->set_final_release(IdOf(a.Text("final_release")));
         }
         c.mutable_close_incident()->set_breach_explanation(a.Text("breach_explanation"));
       })},
  };
}

// What takes a second person, and what a report that proved false leads to.
std::map<std::string, Translation> CountersignedActs() {
  return {
      {"leave", One([](const Args& a, v1::Command& c) { Leave(a, c.mutable_record_leave()); })},
      {"request_waive",
       One([](const Args& a, v1::Command& c) { RequestWaiver(a, c.mutable_request_waiver()); })},
      {"approve_waive", One([](const Args& a, v1::Command& c) {
         c.mutable_approve_waiver()->set_obligation(ObligationOf(a));
       })},
      {"record_evidence",
       One([](const Args& a, v1::Command& c) { RecordEvidence(a, c.mutable_record_evidence()); })},
      {"confirm_evidence", One([](const Args& a, v1::Command& c) {
         c.mutable_confirm_evidence()->set_evidence(IdOf(a.Text("evidence")));
       })},
      {"false_report", One([](const Args& a, v1::Command& c) {
         c.mutable_find_false()->set_basis(a.Text("basis"));
         c.mutable_find_false()->set_public_(a.Flag("public"));
       })},
      {"transfer", One([](const Args& a, v1::Command& c) {
         c.mutable_transfer_incident()->set_to_body(a.Text("to_org"));
         c.mutable_transfer_incident()->set_reason(a.Text("reason"));
       })},
      {"accept_transfer", One([](const Args&, v1::Command& c) { c.mutable_accept_transfer(); })},
      {"merge", One([](const Args& a, v1::Command& c) {
         c.mutable_merge_incident()->set_into(a.labels.Incident(a.Text("into")));
         c.mutable_merge_incident()->set_from(a.labels.Incident(a.Text("from")));
         c.mutable_merge_incident()->set_basis(a.Text("basis"));
       })},
      {"refer_police", One([](const Args& a, v1::Command& c) {
         c.mutable_refer_to_police()->set_clues(a.Text("clues"));
       })},
  };
}

std::map<std::string, Translation> ReleaseActs() {
  return {
      {"draft_release",
       One([](const Args& a, v1::Command& c) { Draft(a, c.mutable_draft_release()); })},
      {"edit_release", One([](const Args& a, v1::Command& c) {
         c.mutable_edit_release()->set_release(IdOf(a.Text("release")));
         *c.mutable_edit_release()->mutable_text() = RefOf(a.Text("text"));
       })},
      {"submit_release",
       One([](const Args& a, v1::Command& c) { Submit(a, c.mutable_submit_release()); })},
      {"approve_release", One([](const Args& a, v1::Command& c) {
         c.mutable_approve_release()->set_release(IdOf(a.Text("release")));
         c.mutable_approve_release()->set_sha256(
             a.labels.TextHash(a.Text("release"), a.Number("version")));
       })},
      {"publish_release", One([](const Args& a, v1::Command& c) {
         c.mutable_publish_release()->set_release(IdOf(a.Text("release")));
         a.Copy("channels", c.mutable_publish_release()->mutable_channels());
       })},
      {"cosign_release", One([](const Args& a, v1::Command& c) {
         c.mutable_cosign_release()->set_release(IdOf(a.Text("release")));
         c.mutable_cosign_release()->set_sha256(
             a.labels.TextHash(a.Text("release"), a.Number("version")));
       })},
      {"retract_release", One([](const Args& a, v1::Command& c) {
         c.mutable_retract_release()->set_release(IdOf(a.Text("release")));
         c.mutable_retract_release()->set_reason(a.Text("reason"));
         if (a.step.args.contains("correction")) {
           c.mutable_retract_release()->set_correction(IdOf(a.Text("correction")));
         }
       })},
  };
}

std::map<std::string, Translation> ConferenceActs() {
  return {
      {"schedule_conference",
       One([](const Args& a, v1::Command& c) { Schedule(a, c.mutable_schedule_conference()); })},
      {"start_conference",
       One([](const Args& a, v1::Command& c) { Begin(a, c.mutable_begin_conference()); })},
      {"end_conference", One([](const Args& a, v1::Command& c) {
         c.mutable_end_conference()->set_conference(IdOf(a.Text("conference")));
       })},
      {"abort_conference", One([](const Args& a, v1::Command& c) {
         c.mutable_abort_conference()->set_conference(IdOf(a.Text("conference")));
         c.mutable_abort_conference()->set_reason(a.Text("reason"));
       })},
      {"hold_conference",
       [](const Args& a) {
         std::vector<v1::Command> commands(2);
         Begin(a, commands[0].mutable_begin_conference());
         commands[1].mutable_end_conference()->set_conference(IdOf(a.Text("conference")));
         return commands;
       }},
  };
}

const std::map<std::string, Translation>& Translations() {
  static const auto& all = *[] {
    auto* map = new std::map<std::string, Translation>(IncidentActs());
    map->merge(ReleaseActs());
    map->merge(ConferenceActs());
    map->merge(CountersignedActs());
    return map;
  }();
  return all;
}

// The paper an act is done on.
std::string PaperOf(const Step& step, const Given& given, const Labels& labels) {
  if (step.act == "register") return "";
  if (step.act == "leave") return given.roster.name();
  if (step.act == "merge") return labels.Incident(step.args["into"]);
  if (step.args.contains("incident")) return labels.Incident(step.args["incident"]);
  if (step.args.contains("evidence")) return labels.IncidentOfEvidence(step.args["evidence"]);
  return labels.IncidentOfRelease(step.args["release"]);
}

bool IsSystemAct(const std::string& act) {
  return act == "server_stop" || act == "server_start" || act == "clock_step";
}

}  // namespace

bool Supports(const std::string& act) { return IsSystemAct(act) || Translations().count(act) > 0; }

std::vector<Request> Translate(const Step& step, const Given& given, const Labels& labels) {
  const auto translation = Translations().find(step.act);
  CLARION_CHECK(translation != Translations().end());
  std::vector<Request> requests;
  for (v1::Command& command : translation->second(Args{step, given, labels})) {
    Request request;
    request.paper = PaperOf(step, given, labels);
    if (command.has_draft_release() || command.has_edit_release()) {
      request.text = step.args["text"];
    }
    request.command = std::move(command);
    requests.push_back(std::move(request));
  }
  return requests;
}

}  // namespace clarion::scenarios
