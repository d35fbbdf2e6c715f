// The whole docket on the screen, and what it waits for.
#include "absl/strings/str_cat.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/names.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

constexpr int kLabelColumns = 14;

void Line(std::ostream& out, const Look& look, const Word& word, const std::string& value) {
  if (value.empty()) return;
  out << Padded(look(word), kLabelColumns) << SafeLine(value) << "\n";
}

void Heading(std::ostream& out, const Look& look, const Word& word) {
  out << "\n" << look(word) << "\n";
}

void PrintFacts(std::ostream& out, const Look& look, const v1::Docket& docket) {
  Line(out, look, label::kIncident, NumberOf(docket.name()));
  Line(out, look, label::kTitle, TitleOf(look, docket));
  Line(out, look, label::kState, WordFor(docket.state(), look.lang));
  const std::string basis =
      docket.grade_basis().empty() ? "" : absl::StrCat(" (", docket.grade_basis(), ")");
  Line(out, look, label::kGrade, WordFor(docket.grade(), look.lang) + basis);
  Line(out, look, label::kDetected, ShowTime(docket.has_detected_at(), docket.detected_at()));
  Line(out, look, label::kOccurred, ShowTime(docket.has_occurred_at(), docket.occurred_at()));
  Line(out, look, label::kRegistered,
       absl::StrCat(ShowTime(docket.has_registered_at(), docket.registered_at()), " ",
                    docket.registered_by()));
  Line(out, look, label::kPlace, docket.place());
  Line(out, look, label::kSource, docket.source());
  Line(out, look, label::kSummary, docket.summary());
  const std::string verified = look(docket.verified() ? label::kYes : label::kNo);
  Line(
      out, look, label::kVerified,
      docket.verified_basis().empty() ? verified : verified + " (" + docket.verified_basis() + ")");
  if (docket.exercise()) {
    Line(out, look, {"演练倍速", "drill scale"}, absl::StrCat(docket.time_scale()));
  }
  Line(out, look, label::kRulePack, docket.rule_pack());
  Line(out, look, label::kVersion, absl::StrCat(docket.version()));
  Line(out, look, label::kEtag, docket.etag());
}

void PrintAssignment(std::ostream& out, const Look& look, const v1::Docket& docket) {
  const v1::Assignment& a = docket.assignment();
  if (a.lead().empty()) return;
  Heading(out, look, label::kAssignment);
  Line(out, look, label::kLead, BodyName(look, a.lead()));
  Line(out, look, label::kSupporting, Joined(look, a.supporting(), BodyName));
  Line(out, look, label::kSpeaker,
       a.speaker().empty() ? WordFor(v1::NOTICE_SUBJECT_NO_ELIGIBLE_SPEAKER, look.lang)
                           : OfficialName(look, a.speaker()));
  Line(out, look, label::kAcknowledged, ShowTime(a.has_acknowledged_at(), a.acknowledged_at()));
}

void PrintReleases(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.releases().empty()) return;
  Heading(out, look, label::kReleases);
  Table table({look(label::kId), look(label::kKind), look(label::kState), look(label::kText),
               look(label::kHash), look(label::kAuthors), look(label::kApprover),
               look(label::kPublished), look(label::kChannels)});
  const auto plain = [](const Look&, const std::string& text) { return text; };
  for (const v1::Release& r : docket.releases()) {
    table.Add({r.id(), WordFor(r.kind(), look.lang), WordFor(r.state(), look.lang),
               absl::StrCat(r.text_version()), Hex(r.text().sha256()),
               Joined(look, r.authors(), plain), r.approved_by(),
               ShowTime(r.has_published_at(), r.published_at()),
               Joined(look, r.channels(), plain)});
  }
  table.Print(out, look.colour);
}

void PrintConferences(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.conferences().empty()) return;
  Heading(out, look, label::kConferences);
  Table table({look(label::kId), look(label::kForm), look(label::kState), look(label::kPlanned),
               look(label::kBegun), look(label::kEnded), look(label::kSpeakers)});
  for (const v1::Conference& c : docket.conferences()) {
    table.Add({c.id(), WordFor(c.form(), look.lang), WordFor(c.state(), look.lang),
               ShowTime(c.has_planned_at(), c.planned_at()),
               ShowTime(c.has_begun_at(), c.begun_at()), ShowTime(c.has_ended_at(), c.ended_at()),
               Joined(look, c.speakers(), OfficialName)});
  }
  table.Print(out, look.colour);
}

void PrintReports(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (!docket.reports().empty()) {
    Heading(out, look, label::kReports);
    Table table({look(label::kReceived), look(label::kChannel), look(label::kWho)});
    for (const v1::Report& r : docket.reports()) {
      table.Add({ShowTime(FromProto(r.received_at())), r.channel(), r.recorded_by()});
    }
    table.Print(out, look.colour);
  }
  if (!docket.superior_reports().empty()) {
    Heading(out, look, label::kSuperiorReports);
    Table table({look(label::kId), look(label::kTime), look(label::kMode), look(label::kTo),
                 look(label::kDocument), look(label::kWho)});
    for (const v1::SuperiorReport& r : docket.superior_reports()) {
      table.Add({r.id(), ShowTime(FromProto(r.reported_at())), WordFor(r.mode(), look.lang),
                 BodyName(look, r.to()), r.document(), r.reported_by()});
    }
    table.Print(out, look.colour);
  }
}

void PrintClosing(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (!docket.has_closing()) return;
  Heading(out, look, label::kClosing);
  Line(out, look, label::kTime, ShowTime(FromProto(docket.closing().closed_at())));
  Line(out, look, label::kWho, docket.closing().closed_by());
  Line(out, look, label::kSummary, docket.closing().summary());
  Line(out, look, {"情况说明", "explanation"}, docket.closing().breach_explanation());
}

bool Owes(const v1::Docket& docket, v1::ObligationKind kind) {
  for (const v1::Obligation& o : docket.obligations()) {
    const bool owed =
        o.status() == v1::OBLIGATION_STATUS_PENDING || o.status() == v1::OBLIGATION_STATUS_BREACHED;
    if (o.kind() == kind && owed) return true;
  }
  return false;
}

// What the text furthest on its way waits for; empty when none is on its way.
std::string NextForRelease(const v1::Docket& docket, const std::string& number) {
  for (const v1::Release& r : docket.releases()) {
    if (r.state() == v1::RELEASE_STATE_APPROVED) {
      return absl::StrCat("clarion release publish ", number, " ", r.id(), " --channel GOV_SITE");
    }
    if (r.state() == v1::RELEASE_STATE_SUBMITTED) {
      return absl::StrCat("clarion --context approver release approve ", number, " ", r.id());
    }
    if (r.state() == v1::RELEASE_STATE_DRAFT) {
      return absl::StrCat("clarion release submit ", number, " ", r.id(), " --review pass");
    }
  }
  return "";
}

}  // namespace

std::string NextStep(const v1::Docket& docket) {
  const std::string number = NumberOf(docket.name());
  const v1::Assignment& a = docket.assignment();
  if (docket.state() == v1::INCIDENT_STATE_CLOSED || docket.state() == v1::INCIDENT_STATE_MERGED) {
    return "";
  }
  if (a.lead().empty()) return absl::StrCat("clarion assign ", number, " --lead BODY");
  if (Owes(docket, v1::OBLIGATION_KIND_SPOKESPERSON_ACK) && !a.speaker().empty()) {
    return absl::StrCat("clarion --context speaker speaker ack ", number);
  }
  if (Owes(docket, v1::OBLIGATION_KIND_SUPERIOR_REPORT)) {
    return absl::StrCat("clarion report superior ", number,
                        " --mode written --to BODY --document NO");
  }
  if (!docket.verified()) return absl::StrCat("clarion incident verify ", number, " --basis TEXT");
  if (std::string next = NextForRelease(docket, number); !next.empty()) return next;
  const bool text_owed = Owes(docket, v1::OBLIGATION_KIND_AUTHORITATIVE_INFO) ||
                         Owes(docket, v1::OBLIGATION_KIND_PUBLIC_RESPONSE);
  if (text_owed) {
    return absl::StrCat("clarion release draft ", number, " --kind authoritative --text-file FILE");
  }
  if (Owes(docket, v1::OBLIGATION_KIND_PRESS_CONFERENCE)) {
    return absl::StrCat("clarion conference start ", number, " --form press-conference --speaker ",
                        a.speaker().empty() ? "OFFICIAL" : a.speaker());
  }
  if (Owes(docket, v1::OBLIGATION_KIND_CONTINUED_RELEASE)) {
    return absl::StrCat("clarion release draft ", number, " --kind update --text-file FILE");
  }
  return absl::StrCat("clarion --context approver incident close ", number, " --summary TEXT");
}

void PrintDocket(std::ostream& out, const Look& look, const v1::Docket& docket) {
  PrintFacts(out, look, docket);
  Heading(out, look, label::kObligations);
  PrintObligations(out, look, docket);
  PrintAssignment(out, look, docket);
  PrintReleases(out, look, docket);
  PrintConferences(out, look, docket);
  PrintReports(out, look, docket);
  PrintClosing(out, look, docket);
  out << "\n" << look(label::kBeijingTime) << "\n";
  if (const std::string next = NextStep(docket); !next.empty()) {
    out << look(label::kNextStep) << ": " << SafeLine(next) << "\n";
  }
}

}  // namespace clarion::cli
