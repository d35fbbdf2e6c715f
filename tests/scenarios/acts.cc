#include "tests/scenarios/acts.h"

#include <openssl/sha.h>

#include <algorithm>
#include <functional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
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
    return map;
  }();
  return all;
}

bool IsSystemAct(const std::string& act) {
  return act == "server_stop" || act == "server_start" || act == "clock_step";
}

}  // namespace

std::string Sha256(const std::string& bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return std::string(reinterpret_cast<const char*>(digest), sizeof(digest));
}

std::string IdOf(const std::string& label) {
  std::string id = absl::AsciiStrToLower(label);
  std::replace_if(
      id.begin(), id.end(), [](unsigned char c) { return absl::ascii_isalnum(c) == 0; }, '-');
  if (id.size() > 32) id.resize(32);
  return id;
}

std::string Labels::Incident(const std::string& label) const {
  const auto it = incidents_.find(label);
  if (it != incidents_.end()) return it->second;
  return absl::StrCat("regions/", given_.region, "/incidents/", given_.region, "-20000101-9999");
}

std::string Labels::IncidentOfRelease(const std::string& label) const {
  const auto it = releases_.find(label);
  if (it != releases_.end()) return it->second.incident;
  return incidents_.empty() ? Incident("") : incidents_.begin()->second;
}

std::string Labels::TextHash(const std::string& label, int version) const {
  const auto it = releases_.find(label);
  if (it != releases_.end() && version >= 1 &&
      version <= static_cast<int>(it->second.hashes.size())) {
    return it->second.hashes[version - 1];
  }
  return Sha256(absl::StrCat("no version ", version, " of ", label));
}

void Labels::Learn(const Step& step, const v1::Docket& docket) {
  if (step.act == "register") incidents_[step.args["incident"]] = docket.name();
  if (step.act != "draft_release" && step.act != "edit_release") return;
  Text& text = releases_[step.args["release"]];
  text.incident = docket.name();
  const std::string id = IdOf(step.args["release"]);
  for (const v1::Release& release : docket.releases()) {
    if (release.id() == id) text.hashes.push_back(release.text().sha256());
  }
}

bool Supports(const std::string& act) { return IsSystemAct(act) || Translations().count(act) > 0; }

std::vector<Request> Translate(const Step& step, const Given& given, const Labels& labels) {
  const auto translation = Translations().find(step.act);
  CLARION_CHECK(translation != Translations().end());
  std::vector<Request> requests;
  for (v1::Command& command : translation->second(Args{step, given, labels})) {
    Request request;
    if (step.act != "register") {
      request.incident = step.args.contains("incident")
                             ? labels.Incident(step.args["incident"])
                             : labels.IncidentOfRelease(step.args["release"]);
    }
    if (command.has_draft_release() || command.has_edit_release()) {
      request.text = step.args["text"];
    }
    request.command = std::move(command);
    requests.push_back(std::move(request));
  }
  return requests;
}

}  // namespace clarion::scenarios
