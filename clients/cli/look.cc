#include "clients/cli/look.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clarion/v1/events.pb.h"
#include "clients/cli/names.h"
#include "clients/cli/times.h"

namespace clarion::cli {

std::string BodyName(const Look& look, const std::string& id) {
  if (look.roster == nullptr) return id;
  for (const v1::Body& body : look.roster->bodies()) {
    if (body.id() != id) continue;
    return look.lang == Lang::kEn && !body.name_en().empty() ? body.name_en() : body.name_zh();
  }
  return id;
}

std::string OfficialName(const Look& look, const std::string& id) {
  if (look.roster == nullptr) return id;
  for (const v1::Official& official : look.roster->officials()) {
    if (official.id() == id) return absl::StrCat(official.name(), " (", official.post(), ")");
  }
  return id;
}

std::string HolderName(const Look& look, const std::string& id) {
  const std::string body = BodyName(look, id);
  return body != id ? body : OfficialName(look, id);
}

void Show(std::ostream& out, const Look& look, const Table& table) {
  table.Print(out, look.colour, look.shape);
}

std::string Shortened(const Look& look, const std::string& text, int columns) {
  return look.shape == Shape::kPlain ? Cut(text, columns) : text;
}

std::string TitleOf(const Look& look, const v1::Docket& docket) {
  return (docket.exercise() ? look(label::kDrill) : "") + docket.title();
}

Cell StatusCell(const Look& look, const v1::Obligation& obligation) {
  const std::string word = WordFor(obligation.status(), look.lang);
  switch (obligation.status()) {
    case v1::OBLIGATION_STATUS_PENDING:
      if (!obligation.at_risk()) return word;
      return {WordFor(v1::NOTICE_SUBJECT_AT_RISK, look.lang), Tint::kWarn};
    case v1::OBLIGATION_STATUS_MET:
      return {word, Tint::kGood};
    case v1::OBLIGATION_STATUS_BREACHED:
    case v1::OBLIGATION_STATUS_MET_LATE:
      return {word, Tint::kBad};
    default:
      return word;
  }
}

std::string Timing(const Look& look, const v1::Obligation& obligation, int time_scale) {
  const absl::Time due = FromProto(obligation.due_at());
  const int scale = std::max(1, time_scale);
  switch (obligation.status()) {
    case v1::OBLIGATION_STATUS_PENDING:
    case v1::OBLIGATION_STATUS_BREACHED:
      return ShowRemaining(due, look.now, look.lang);
    case v1::OBLIGATION_STATUS_MET:
    case v1::OBLIGATION_STATUS_MET_LATE: {
      const absl::Duration late = (FromProto(obligation.met_at()) - due) * scale;
      const bool is_late = late > absl::ZeroDuration();
      const std::string length = ShowLength(is_late ? late : -late);
      if (look.lang == Lang::kZh) return absl::StrCat(is_late ? "迟 " : "提前 ", length);
      return absl::StrCat(length, is_late ? " late" : " to spare");
    }
    default:
      return "";
  }
}

std::string ObligationName(const Look& look, const v1::Obligation& obligation) {
  const std::string word = WordFor(obligation.kind(), look.lang);
  return obligation.seq() > 1 ? absl::StrCat(word, " ", obligation.seq()) : word;
}

std::string ObligationName(const Look& look, const std::string& id) {
  const size_t dash = id.rfind('-');
  const auto kind = ParseWord<v1::ObligationKind>(id.substr(0, dash));
  int seq = 0;
  if (dash == std::string::npos || !kind || !absl::SimpleAtoi(id.substr(dash + 1), &seq)) return id;
  v1::Obligation obligation;
  obligation.set_kind(*kind);
  obligation.set_seq(seq);
  return ObligationName(look, obligation);
}

std::string AboutName(const Look& look, const std::string& id) {
  if (absl::StrContains(id, "/incidents/")) return NumberOf(id);
  const std::string obligation = ObligationName(look, id);
  return obligation != id ? obligation : HolderName(look, id);
}

std::string Marks(const Look& look, const v1::Obligation& obligation) {
  std::string marks;
  if (obligation.armed_after_due()) marks = look({"定级时已过限", "armed after due"});
  if (obligation.recorded_late()) {
    absl::StrAppend(&marks, marks.empty() ? "" : " ", look({"补录", "recorded late"}));
  }
  return marks;
}

std::string Marks(const Look& look, const v1::Obligation& obligation, const v1::Docket& docket) {
  std::string marks = Marks(look, obligation);
  for (const v1::WaiverRequest& waiver : docket.waivers()) {
    if (waiver.obligation() != obligation.id() || !waiver.approved_by().empty()) continue;
    absl::StrAppend(&marks, marks.empty() ? "" : " ", look({"豁免待批", "waiver requested"}));
  }
  return marks;
}

std::string DocketMarks(const Look& look, const v1::Docket& docket) {
  std::string marks;
  const auto mark = [&](bool set, const Word& word) {
    if (set) absl::StrAppend(&marks, marks.empty() ? "" : " ", look(word));
  };
  mark(docket.has_false_report(), {"不实", "false report"});
  mark(!docket.referrals().empty(), {"已移交线索", "referred"});
  const auto waiting = [](const auto& all, auto signed_by) {
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& one) { return signed_by(one).empty(); });
  };
  mark(waiting(docket.waivers(), [](const v1::WaiverRequest& w) { return w.approved_by(); }),
       {"豁免待批", "waiver requested"});
  mark(waiting(docket.evidence(), [](const v1::LateEvidence& e) { return e.confirmed_by(); }),
       {"补录待确认", "evidence unconfirmed"});
  mark(std::any_of(docket.releases().begin(), docket.releases().end(),
                   [](const v1::Release& r) { return !r.outdated().empty(); }),
       {"口径过期", "figures outdated"});
  return marks;
}

std::string FactName(const Look& look, const std::string& key) {
  struct Named {
    const char* key;
    Word word;
  };
  constexpr Named kNamed[] = {{"dead", {"死亡", "dead"}},        {"hurt", {"受伤", "hurt"}},
                              {"missing", {"失联", "missing"}},  {"rescued", {"获救", "rescued"}},
                              {"place", {"地点", "place"}},      {"cause", {"原因", "cause"}},
                              {"measures", {"措施", "measures"}}};
  for (const Named& named : kNamed) {
    if (key == named.key) return look(named.word);
  }
  return key;
}

const v1::Fact* LatestFact(const v1::Docket& docket, const std::string& key) {
  const v1::Fact* latest = nullptr;
  for (const v1::Fact& fact : docket.facts()) {
    if (fact.key() == key) latest = &fact;
  }
  return latest;
}

std::string OutdatedFigures(const Look& look, const v1::Docket& docket,
                            const v1::Release& release) {
  std::string all;
  for (const std::string& key : release.outdated()) {
    const v1::Fact* fact = LatestFact(docket, key);
    std::string quoted;
    for (const v1::Figure& figure : release.figures()) {
      if (figure.key() == key) quoted = figure.value();
    }
    absl::StrAppend(&all,
                    all.empty()              ? ""
                    : look.lang == Lang::kZh ? "、"
                                             : ", ",
                    FactName(look, key), " ", quoted, " -> ",
                    fact == nullptr ? "?" : fact->value());
  }
  return all;
}

std::string Hex(const std::string& bytes, bool whole) {
  const std::string hex = absl::BytesToHexString(bytes);
  return whole ? hex : hex.substr(0, 12);
}

}  // namespace clarion::cli
