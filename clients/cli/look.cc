#include "clients/cli/look.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clarion/v1/events.pb.h"
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

std::string Hex(const std::string& bytes, bool whole) {
  const std::string hex = absl::BytesToHexString(bytes);
  return whole ? hex : hex.substr(0, 12);
}

}  // namespace clarion::cli
