#include "clients/cli/replay/clock_report.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

// What the case knows of the act that met an obligation.
std::optional<Known> KnownOf(const Case& replayed, const v1::Obligation& obligation) {
  for (const CaseStep& step : replayed.steps) {
    const std::string release = step.args.value("release", std::string());
    const bool by_release = step.act == "publish_release" && release == obligation.met_by();
    const bool by_conference =
        step.act == "begin_conference" && obligation.kind() == v1::OBLIGATION_KIND_PRESS_CONFERENCE;
    const bool by_report =
        step.act == "report_superior" && obligation.kind() == v1::OBLIGATION_KIND_SUPERIOR_REPORT;
    const bool by_signature =
        step.act == "acknowledge" && obligation.kind() == v1::OBLIGATION_KIND_SPOKESPERSON_ACK;
    if (by_release || by_conference || by_report || by_signature) return step.known;
  }
  return std::nullopt;
}

std::string WhatHappened(const Look& look, const ClockLine& line) {
  const std::string status = WordFor(line.status, look.lang);
  const std::string at = line.met ? absl::StrCat(Offset(*line.met), " ") : "";
  if (line.status == v1::OBLIGATION_STATUS_MET_LATE) {
    return absl::StrCat(at, look({"逾期后完成，迟 ", "breached, then met late by "}),
                        ShowLength(line.late));
  }
  if (line.status == v1::OBLIGATION_STATUS_MET) {
    return absl::StrCat(at, status, look({"，提前 ", ", with "}), ShowLength(line.due - *line.met),
                        look({"", " to spare"}));
  }
  return at + status;
}

}  // namespace

std::string Offset(absl::Duration after) {
  const int64_t minutes = absl::ToInt64Minutes(after);
  const std::string rest = absl::StrCat(minutes % 60);
  return absl::StrCat("T+", minutes / 60, ":", rest.size() < 2 ? "0" : "", rest);
}

std::vector<ClockLine> ClockLines(const Case& replayed, const v1::Docket& docket,
                                  const std::vector<v1::Record>& records) {
  std::set<std::string> breached;
  for (const v1::Record& record : records) {
    for (const v1::Event& event : record.events()) {
      if (event.has_obligation_breached()) {
        breached.insert(event.obligation_breached().obligation());
      }
    }
  }
  const absl::Time t0 = FromProto(docket.detected_at());
  const int scale = std::max(1, docket.time_scale());
  std::vector<ClockLine> lines;
  for (const v1::Obligation& o : docket.obligations()) {
    ClockLine line;
    line.obligation = o.id();
    line.kind = o.kind();
    line.status = o.status();
    line.article = o.article();
    line.due = (FromProto(o.due_at()) - t0) * scale;
    line.breached = breached.count(o.id()) != 0;
    if (o.has_met_at()) {
      line.met = (FromProto(o.met_at()) - t0) * scale;
      line.late = std::max(absl::ZeroDuration(), *line.met - line.due);
      line.known = KnownOf(replayed, o);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

void PrintClockLines(std::ostream& out, const Look& look, const std::vector<ClockLine>& lines,
                     int speed) {
  Table table({look(label::kObligation), look(label::kDue), look({"结果", "outcome"}),
               look({"时间依据", "time known as"}), look(label::kArticle)});
  for (const ClockLine& line : lines) {
    const bool bad = line.breached || line.status == v1::OBLIGATION_STATUS_BREACHED ||
                     line.status == v1::OBLIGATION_STATUS_MET_LATE;
    const bool good = line.status == v1::OBLIGATION_STATUS_MET;
    table.Add({WordFor(line.kind, look.lang),
               Offset(line.due),
               {WhatHappened(look, line), bad    ? Tint::kBad
                                          : good ? Tint::kGood
                                                 : Tint::kNone},
               line.known ? look(KnownInWords(*line.known)) : "",
               line.article});
  }
  Show(out, look, table);
  if (speed > 60 && look.shape != Shape::kCsv) {
    out << look({"倍速下 1 毫秒合案例时间 ", "At this speed a millisecond is "}) << speed / 1000.0
        << look({" 秒；按分钟向下取整。", " s of the case; minutes are rounded down."}) << "\n";
  }
}

}  // namespace clarion::cli
