#include "clients/cli/docket_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/advice.h"
#include "clients/cli/names.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

constexpr int kTitleColumns = 40;

const v1::Obligation* NextDue(const v1::Docket& docket) {
  const v1::Obligation* next = nullptr;
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.status() != v1::OBLIGATION_STATUS_PENDING) continue;
    if (next == nullptr || FromProto(obligation.due_at()) < FromProto(next->due_at())) {
      next = &obligation;
    }
  }
  return next;
}

void Footnote(std::ostream& out, const Look& look) {
  if (look.shape != Shape::kCsv) out << look(label::kBeijingTime) << "\n";
}

// State, and how many clocks stand breached.
Cell StateCell(const Look& look, const v1::Docket& docket, const v1::Obligation* next) {
  const auto breached = std::count_if(
      docket.obligations().begin(), docket.obligations().end(),
      [](const v1::Obligation& o) { return o.status() == v1::OBLIGATION_STATUS_BREACHED; });
  const std::string state = WordFor(docket.state(), look.lang);
  if (breached > 0) {
    return {absl::StrCat(state, " (", WordFor(v1::OBLIGATION_STATUS_BREACHED, look.lang), " ",
                         breached, ")"),
            Tint::kBad};
  }
  return {state, next != nullptr && next->at_risk() ? Tint::kWarn : Tint::kNone};
}

}  // namespace

void PrintIncidentList(std::ostream& out, const Look& look,
                       const std::vector<v1::Docket>& dockets) {
  Table table({look(label::kIncident),
               look(label::kGrade),
               look(label::kState),
               look(label::kNextDue),
               look(label::kDue),
               look(label::kRemaining),
               {look(label::kMarks), Shown::kUsed},
               look(label::kTitle),
               {look(label::kPlace), Shown::kWide},
               {look(label::kDetected), Shown::kWide},
               {look(label::kLead), Shown::kWide},
               {look(label::kSpeaker), Shown::kWide},
               {look(label::kSource), Shown::kWide},
               {look(label::kVersion), Shown::kWide}});
  for (const v1::Docket& docket : dockets) {
    const v1::Obligation* next = NextDue(docket);
    const v1::Assignment& a = docket.assignment();
    table.Add(
        {NumberOf(docket.name()),
         WordFor(docket.grade(), look.lang),
         StateCell(look, docket, next),
         next == nullptr ? "-" : ObligationName(look, *next),
         next == nullptr ? "-" : ShowTime(FromProto(next->due_at())),
         next == nullptr ? "-" : ShowRemaining(FromProto(next->due_at()), look.now, look.lang),
         {DocketMarks(look, docket), Tint::kWarn},
         Shortened(look, SafeLine(TitleOf(look, docket)), kTitleColumns),
         docket.place(),
         ShowTime(docket.has_detected_at(), docket.detected_at()),
         BodyName(look, a.lead()),
         OfficialName(look, a.speaker()),
         docket.source(),
         absl::StrCat(docket.version())});
  }
  Show(out, look, table);
  Footnote(out, look);
}

void PrintObligations(std::ostream& out, const Look& look, const v1::Docket& docket) {
  Table table({look(label::kObligation),
               look(label::kState),
               look(label::kRemaining),
               look(label::kStart),
               look(label::kDue),
               look(label::kHolder),
               look(label::kArticle),
               look(label::kMarks),
               {look(label::kId), Shown::kWide},
               {look(label::kMetAt), Shown::kWide},
               {look(label::kMetBy), Shown::kWide}});
  for (const v1::Obligation& o : docket.obligations()) {
    const Cell status = StatusCell(look, o);
    table.Add({ObligationName(look, o),
               status,
               {Timing(look, o, docket.time_scale()), status.tint},
               ShowTime(FromProto(o.start_at())),
               ShowTime(FromProto(o.due_at())),
               HolderName(look, o.holder()),
               o.article(),
               {Marks(look, o, docket), Tint::kWarn},
               o.id(),
               ShowTime(o.has_met_at(), o.met_at()),
               o.met_by()});
  }
  Show(out, look, table);
}

void PrintOutcome(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (look.shape == Shape::kCsv) return PrintIncidentList(out, look, {docket});
  out << NumberOf(SafeLine(docket.name())) << "  " << WordFor(docket.grade(), look.lang) << "  "
      << WordFor(docket.state(), look.lang) << "  " << SafeLine(TitleOf(look, docket)) << "\n";
  PrintObligations(out, look, docket);
  Footnote(out, look);
  if (const std::string next = NextStep(docket); !next.empty()) {
    out << look(label::kNextStep) << ": " << SafeLine(next) << "\n";
  }
}

std::vector<DueLine> DueLines(const std::vector<v1::Docket>& dockets, bool all) {
  std::vector<DueLine> lines;
  for (const v1::Docket& docket : dockets) {
    for (const v1::Obligation& o : docket.obligations()) {
      const bool owed = o.status() == v1::OBLIGATION_STATUS_PENDING ||
                        o.status() == v1::OBLIGATION_STATUS_BREACHED;
      if (all || owed) lines.push_back({&docket, &o});
    }
  }
  std::stable_sort(lines.begin(), lines.end(), [](const DueLine& a, const DueLine& b) {
    return FromProto(a.obligation->due_at()) < FromProto(b.obligation->due_at());
  });
  return lines;
}

void PrintDueLines(std::ostream& out, const Look& look, const std::vector<DueLine>& lines) {
  Table table({look(label::kRemaining),
               look(label::kState),
               look(label::kObligation),
               look(label::kArticle),
               look(label::kStart),
               look(label::kDue),
               look(label::kHolder),
               {look(label::kMarks), Shown::kUsed},
               look(label::kIncident),
               look(label::kTitle)});
  for (const DueLine& line : lines) {
    const v1::Obligation& o = *line.obligation;
    const Cell status = StatusCell(look, o);
    const std::string holder = o.holder().empty() ? line.docket->assignment().lead() : o.holder();
    table.Add({{Timing(look, o, line.docket->time_scale()), status.tint},
               status,
               ObligationName(look, o),
               o.article(),
               ShowTime(FromProto(o.start_at())),
               ShowTime(FromProto(o.due_at())),
               HolderName(look, holder),
               {Marks(look, o, *line.docket), Tint::kWarn},
               NumberOf(line.docket->name()),
               Shortened(look, SafeLine(TitleOf(look, *line.docket)), kTitleColumns)});
  }
  Show(out, look, table);
  Footnote(out, look);
}

int CheckDueLines(const std::vector<DueLine>& lines) {
  int code = 0;
  for (const DueLine& line : lines) {
    if (line.obligation->status() == v1::OBLIGATION_STATUS_BREACHED) return kExitBreached;
    if (line.obligation->status() == v1::OBLIGATION_STATUS_PENDING && line.obligation->at_risk()) {
      code = kExitAtRisk;
    }
  }
  return code;
}

}  // namespace clarion::cli
