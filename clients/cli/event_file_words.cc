// Events of the file of an incident and of the office, in words.
#include "absl/strings/str_cat.h"
#include "clients/cli/event_parts.h"

namespace clarion::cli {

std::string FileInWords(const Look& look, const v1::Event& event) {
  using absl::StrCat;
  switch (event.kind_case()) {
    case v1::Event::kWaiverRequested: {
      const v1::WaiverRequest& w = event.waiver_requested().request();
      return StrCat(look({"申请豁免 ", "waiver requested of "}),
                    ObligationName(look, w.obligation()), ", ", WordFor(w.ground(), look.lang),
                    Because(w.document()));
    }
    case v1::Event::kEvidenceRecorded: {
      const v1::LateEvidence& e = event.evidence_recorded().evidence();
      return StrCat(look({"补录 ", "late evidence "}), e.id(), " ", WordFor(e.kind(), look.lang),
                    ", ", look({"生效 ", "effective "}), At(e.effective_at()), Because(e.proof()));
    }
    case v1::Event::kEvidenceConfirmed:
      return StrCat(look({"确认补录 ", "late evidence confirmed "}),
                    event.evidence_confirmed().evidence(), ", ",
                    event.evidence_confirmed().confirmed_by());
    case v1::Event::kFoundFalse: {
      const v1::FalseReport& f = event.found_false().finding();
      return StrCat(look({"认定不实", "found false"}),
                    f.public_() ? look({"（已公开传播）", " (public)"}) : "", Because(f.basis()));
    }
    case v1::Event::kRumourReferred:
      return StrCat(look({"线索移交公安", "leads referred to the police"}),
                    event.rumour_referred().simulated()
                        ? look({"（演练，未送出）", " (drill, not sent)"})
                        : "",
                    Because(event.rumour_referred().referral().clues()));
    case v1::Event::kNoteAdded: {
      const v1::Note& n = event.note_added().note();
      return StrCat(look({"记事 ", "note "}), n.id(), Because(n.text()),
                    n.file_name().empty() ? "" : StrCat(" [", n.file_name(), "]"));
    }
    case v1::Event::kFactEntered: {
      const v1::Fact& f = event.fact_entered().fact();
      return StrCat(look({"口径 ", "fact "}), FactName(look, f.key()), " ", f.value(), ", ",
                    look({"截至 ", "as of "}), At(f.as_of()), ", ", f.source(), " (",
                    look(label::kVersion), " ", f.version(), ")");
    }
    case v1::Event::kIncidentMerged: {
      const v1::IncidentMerged& m = event.incident_merged();
      return StrCat(look({"并入 ", "merged into this "}),
                    m.cases().empty() ? "" : NumberOf(m.cases(0).name()), Because(m.basis()));
    }
    case v1::Event::kIncidentMergedAway:
      return StrCat(look({"已并入 ", "merged into "}),
                    NumberOf(event.incident_merged_away().into()),
                    Because(event.incident_merged_away().basis()));
    case v1::Event::kLeadMissing:
      return StrCat(look({"逾时未交办，应于 ", "no lead body in time, wanted by "}),
                    At(event.lead_missing().wanted_by()));
    default:
      return "";
  }
}

std::string OfficeInWords(const Look& look, const v1::Event& event) {
  using absl::StrCat;
  switch (event.kind_case()) {
    case v1::Event::kRegionCreated:
      return StrCat(look({"建立地区 ", "region begun "}),
                    event.region_created().roster().name_zh());
    case v1::Event::kRosterImported:
      return StrCat(look({"导入名册，单位 ", "roster imported, bodies "}),
                    event.roster_imported().roster().bodies_size(), ", ",
                    look({"人员 ", "officials "}),
                    event.roster_imported().roster().officials_size());
    case v1::Event::kAccountCreated:
      return StrCat(look({"建立账号 ", "account begun "}),
                    event.account_created().account().name());
    case v1::Event::kLeaveRecorded: {
      const v1::LeaveRecorded& l = event.leave_recorded();
      return StrCat(look({"请假 ", "leave of "}), OfficialName(look, l.official()), ", ",
                    At(l.leave().from()), " - ", At(l.leave().to()));
    }
    case v1::Event::kPasswordSet:
      return look({"更换密码，原登录失效", "password replaced, tokens ended"});
    case v1::Event::kDisabledSet:
      return event.disabled_set().disabled() ? look({"停用账号", "account disabled"})
                                             : look({"启用账号", "account enabled"});
    case v1::Event::kTokensRevoked:
      return look({"原登录全部失效", "tokens ended"});
    default:
      return "";
  }
}

}  // namespace clarion::cli
