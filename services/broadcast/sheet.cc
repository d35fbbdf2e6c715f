#include "services/broadcast/sheet.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/awaited.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "services/core/shanghai_time.h"
#include "services/core/speakers.h"

namespace clarion::broadcast {
namespace {

constexpr const char kRule[] = "----------------------------------------------------------------";

class Page {
 public:
  Page(const v1::Roster& roster, const v1::RulePack& pack, absl::Time now, Language language)
      : roster_(roster), pack_(pack), now_(now), language_(language) {}

  std::string Render(const std::vector<v1::Docket>& dockets) {
    Head(dockets.size());
    for (const v1::Docket& docket : dockets) Incident(docket);
    if (dockets.empty()) Line(Say("没有未办结的事件。", "No open incidents."));
    Foot();
    return std::move(text_);
  }

 private:
  std::string Say(const std::string& zh, const std::string& en) const {
    return language_ == Language::kZh ? zh : en;
  }

  std::string At(absl::Time time) const {
    return language_ == Language::kZh ? core::ShanghaiTimeZh(time) : core::ShanghaiTimeEn(time);
  }

  void Line(const std::string& line) { absl::StrAppend(&text_, line, "\n"); }

  void Head(size_t count) {
    const std::string county = language_ == Language::kEn && !roster_.name_en().empty()
                                   ? roster_.name_en()
                                   : roster_.name_zh();
    Line(absl::StrCat(county, "  ", Say("未办结时限单", "Open deadlines")));
    Line(
        absl::StrCat(Say("截至 ", "As of "), At(now_), "    ", Say("事件 ", "Incidents: "), count));
    Line(kRule);
  }

  void Incident(const v1::Docket& docket) {
    const std::string number = docket.name().substr(docket.name().rfind('/') + 1);
    Line("");
    Line(absl::StrCat(docket.exercise() ? Say("【演练】", "[DRILL] ") : "", number, "  ",
                      docket.title()));
    if (!docket.place().empty()) Line(absl::StrCat("  ", Say("地点:", "Place: "), docket.place()));
    Line(absl::StrCat("  ", Say("起算:", "Clocks from: "),
                      At(core::FromProto(docket.detected_at()))));
    bool any = false;
    for (const v1::Obligation& obligation : docket.obligations()) {
      if (obligation.status() != v1::OBLIGATION_STATUS_PENDING &&
          obligation.status() != v1::OBLIGATION_STATUS_BREACHED) {
        continue;
      }
      any = true;
      Clock(docket, obligation);
    }
    if (!any) Line(absl::StrCat("  ", Say("无未完成时限,待办结。", "Nothing owed; to be closed.")));
  }

  void Clock(const v1::Docket& docket, const v1::Obligation& obligation) {
    const absl::Time due_at = core::FromProto(obligation.due_at());
    Line(absl::StrCat("  [ ] ", NameOf(obligation.kind()), Say(",最迟 ", ", due "), At(due_at),
                      "  ", Left(due_at)));
    const core::Awaited awaited = core::WhoIsAwaited(docket, obligation, roster_, now_);
    Line(absl::StrCat("      ", Say("待办:", "Awaited: "), What(awaited.step), "  ", Who(awaited)));
  }

  std::string NameOf(v1::ObligationKind kind) const {
    const v1::ObligationRule* rule = core::RuleOf(pack_, kind);
    if (rule == nullptr) return core::KindName(kind);
    return Say(rule->name_zh(), rule->name_en());
  }

  // Hours and minutes, rounded down: never a minute that is not there.
  std::string Left(absl::Time due_at) const {
    const bool late = now_ > due_at;
    const int64_t minutes = absl::ToInt64Minutes(absl::AbsDuration(due_at - now_));
    const std::string span = Say(absl::StrCat(minutes / 60, "小时", minutes % 60, "分"),
                                 absl::StrCat(minutes / 60, " h ", minutes % 60, " min"));
    return late ? Say(absl::StrCat("已逾期", span), absl::StrCat("OVERDUE by ", span))
                : Say(absl::StrCat("剩余", span), absl::StrCat(span, " left"));
  }

  std::string What(core::Step step) const {
    switch (step) {
      case core::Step::kAssign:
        return Say("交办牵头单位", "assign a lead body");
      case core::Step::kReport:
        return Say("书面报告上级", "report to the superior in writing");
      case core::Step::kDraft:
        return Say("起草发布稿", "draft the release");
      case core::Step::kSubmit:
        return Say("保密审查并送审", "secrecy review, then submit");
      case core::Step::kApprove:
        return Say("审批发布稿", "approve the release");
      case core::Step::kCosign:
        return Say("会签发布稿", "co-sign the release");
      case core::Step::kPublish:
        return Say("发布", "publish");
      case core::Step::kSchedule:
        return Say("安排发布会", "schedule the conference");
      case core::Step::kSpeak:
        return Say("出席发布会", "speak at the conference");
      case core::Step::kSign:
        return Say("签收", "sign for the assignment");
    }
    return "";
  }

  std::string Who(const core::Awaited& awaited) const {
    if (const v1::Official* official = core::FindOfficial(roster_, awaited.official)) {
      return absl::StrCat(official->name(), "(", official->post(), ")  ", PhonesOf(*official));
    }
    switch (awaited.step) {
      case core::Step::kApprove:
        return Say("审批人", "an approver");
      case core::Step::kDraft:
        return Say("牵头单位", "the lead body");
      case core::Step::kSubmit:
        return Say("起草人", "the author");
      default:
        return Say("值班员", "the duty officer");
    }
  }

  std::string PhonesOf(const v1::Official& official) const {
    if (official.phones().empty()) return Say("电话:未登记", "no telephone on file");
    return absl::StrCat(Say("电话:", "tel. "), absl::StrJoin(official.phones(), " / "));
  }

  void Foot() {
    Line("");
    Line(kRule);
    Line(
        Say("系统停用期间凭此单办理,逐项记下时间和证明(地址、哈希);系统恢复后用“clarion evidence "
            "record”补录,由另一人确认后按实际时间计算。",
            "While Clarion is down, work from this sheet and note instant and proof of each act. "
            "Afterwards enter them with 'clarion evidence record'; once another person has "
            "confirmed them, they count from the instant they took effect."));
  }

  const v1::Roster& roster_;
  const v1::RulePack& pack_;
  const absl::Time now_;
  const Language language_;
  std::string text_;
};

}  // namespace

std::string RenderSheet(const v1::Roster& roster, const std::vector<v1::Docket>& dockets,
                        const v1::RulePack& pack, absl::Time now, Language language) {
  return Page(roster, pack, now, language).Render(dockets);
}

}  // namespace clarion::broadcast
