// The whole docket on the screen.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/names.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {

void Line(std::ostream& out, const Look& look, const Word& word, const std::string& value) {
  constexpr int kLabelColumns = 14;
  if (value.empty()) return;
  out << Padded(look(word), kLabelColumns) << SafeLine(value) << "\n";
}

void Heading(std::ostream& out, const Look& look, const Word& word) {
  if (look.shape != Shape::kCsv) out << "\n" << look(word) << "\n";
}

namespace {

void PrintFacts(std::ostream& out, const Look& look, const v1::Docket& docket) {
  Line(out, look, label::kIncident, NumberOf(docket.name()));
  Line(out, look, label::kTitle, TitleOf(look, docket));
  Line(out, look, label::kState, WordFor(docket.state(), look.lang));
  if (!docket.merged_into().empty()) {
    Line(out, look, {"并入", "merged into"}, NumberOf(docket.merged_into()));
  }
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
  if (docket.has_lead_wanted_by()) {
    Line(out, look, {"限时交办", "lead by"}, ShowTime(FromProto(docket.lead_wanted_by())));
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

// What a text waits for or was found to be: co-signatures missing, figures out of date, retracted.
std::string ReleaseMarks(const Look& look, const v1::Docket& docket, const v1::Release& r) {
  std::vector<std::string> marks;
  const std::string outdated = OutdatedFigures(look, docket, r);
  if (!outdated.empty()) {
    marks.push_back(absl::StrCat(look({"口径过期：", "outdated: "}), outdated));
  }
  std::vector<std::string> missing;
  for (const std::string& body : r.joint_with()) {
    const auto& signed_by = r.cosigned_by();
    if (std::find(signed_by.begin(), signed_by.end(), body) == signed_by.end()) {
      missing.push_back(body);
    }
  }
  if (!missing.empty() && r.state() != v1::RELEASE_STATE_RETRACTED) {
    marks.push_back(
        absl::StrCat(look({"待会签：", "co-signature wanted: "}), Joined(look, missing, BodyName)));
  }
  if (r.approval_voided()) marks.emplace_back(look({"审批已失效", "approval voided"}));
  if (!r.retract_reason().empty()) {
    marks.push_back(absl::StrCat(look({"撤回：", "retracted: "}), r.retract_reason()));
  }
  if (!r.corrected_by().empty()) {
    marks.push_back(absl::StrCat(look({"更正见 ", "corrected by "}), r.corrected_by()));
  }
  return absl::StrJoin(marks, look({"；", "; "}));
}

void PrintReleases(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.releases().empty()) return;
  Heading(out, look, label::kReleases);
  Table table({look(label::kId),
               look(label::kKind),
               look(label::kState),
               look(label::kText),
               look(label::kHash),
               look(label::kAuthors),
               look(label::kApprover),
               look(label::kPublished),
               look(label::kChannels),
               {look(label::kMarks), Shown::kUsed}});
  const auto plain = [](const Look&, const std::string& text) { return text; };
  for (const v1::Release& r : docket.releases()) {
    table.Add({r.id(),
               WordFor(r.kind(), look.lang),
               WordFor(r.state(), look.lang),
               absl::StrCat(r.text_version()),
               Hex(r.text().sha256()),
               Joined(look, r.authors(), plain),
               r.approved_by(),
               ShowTime(r.has_published_at(), r.published_at()),
               Joined(look, r.channels(), plain),
               {ReleaseMarks(look, docket, r), Tint::kWarn}});
  }
  Show(out, look, table);
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
  Show(out, look, table);
}

void PrintReports(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (!docket.reports().empty()) {
    Heading(out, look, label::kReports);
    Table table({look(label::kReceived), look(label::kChannel), look(label::kWho)});
    for (const v1::Report& r : docket.reports()) {
      table.Add({ShowTime(FromProto(r.received_at())), r.channel(), r.recorded_by()});
    }
    Show(out, look, table);
  }
  if (!docket.superior_reports().empty()) {
    Heading(out, look, label::kSuperiorReports);
    Table table({look(label::kId), look(label::kTime), look(label::kMode), look(label::kTo),
                 look(label::kDocument), look(label::kWho)});
    for (const v1::SuperiorReport& r : docket.superior_reports()) {
      table.Add({r.id(), ShowTime(FromProto(r.reported_at())), WordFor(r.mode(), look.lang),
                 BodyName(look, r.to()), r.document(), r.reported_by()});
    }
    Show(out, look, table);
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

}  // namespace

void PrintDocket(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (look.shape == Shape::kCsv) return PrintIncidentList(out, look, {docket});
  PrintFacts(out, look, docket);
  Heading(out, look, label::kObligations);
  PrintObligations(out, look, docket);
  PrintAssignment(out, look, docket);
  if (!docket.facts().empty()) Heading(out, look, {"口径", "facts sheet"});
  PrintFactsSheet(out, look, docket, /*every_version=*/false);
  PrintReleases(out, look, docket);
  PrintConferences(out, look, docket);
  PrintReports(out, look, docket);
  PrintFile(out, look, docket);
  PrintClosing(out, look, docket);
  out << "\n" << look(label::kBeijingTime) << "\n";
  if (const std::string next = NextStep(docket); !next.empty()) {
    out << look(label::kNextStep) << ": " << SafeLine(next) << "\n";
  }
}

}  // namespace clarion::cli
