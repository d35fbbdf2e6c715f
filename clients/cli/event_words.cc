#include "clients/cli/event_words.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/event_parts.h"
#include "clients/cli/names.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

using absl::StrCat;

std::string FiredLate(const Look& look, bool set, const google::protobuf::Duration& late) {
  if (!set) return "";
  return StrCat(look({"，系统迟判 ", ", decided late by "}), absl::FormatDuration(FromProto(late)));
}

std::string Plain(const Look&, const std::string& text) { return text; }

std::string FactsInWords(const Look& look, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kIncidentRegistered: {
      const v1::Docket& d = event.incident_registered().docket();
      return StrCat(look({"登记 ", "registered "}), TitleOf(look, d), ", ",
                    WordFor(d.grade(), look.lang), ", ", look(label::kDetected), " ",
                    At(d.detected_at()));
    }
    case v1::Event::kRegisteredLate:
      return StrCat(look({"迟登记，距发现 ", "registered late, after "}),
                    ShowLength(FromProto(event.registered_late().after())));
    case v1::Event::kReportAdded:
      return StrCat(look({"续接报告 ", "report from "}), event.report_added().report().channel(),
                    ", ", At(event.report_added().report().received_at()));
    case v1::Event::kStartMovedEarlier:
      return StrCat(look({"起点前移 ", "start moved earlier "}),
                    At(event.start_moved_earlier().from()), " -> ",
                    At(event.start_moved_earlier().to()),
                    Because(event.start_moved_earlier().basis()));
    case v1::Event::kIncidentVerified:
      return StrCat(look({"核实", "verified"}), Because(event.incident_verified().basis()));
    case v1::Event::kIncidentGraded:
      return StrCat(look({"定级 ", "graded "}), WordFor(event.incident_graded().from(), look.lang),
                    " -> ", WordFor(event.incident_graded().to(), look.lang),
                    Because(event.incident_graded().basis()));
    case v1::Event::kIncidentClosed:
      return StrCat(look({"办结", "closed"}), Because(event.incident_closed().closing().summary()));
    case v1::Event::kSuperiorReported: {
      const v1::SuperiorReport& r = event.superior_reported().report();
      return StrCat(look({"上报 ", "reported to "}), BodyName(look, r.to()), ", ",
                    WordFor(r.mode(), look.lang), Because(r.document()),
                    event.superior_reported().simulated()
                        ? look({"（演练，未送出）", " (drill, not sent)"})
                        : "");
    }
    case v1::Event::kNoticeDecided: {
      const v1::NoticeDecided& n = event.notice_decided();
      std::string roles;
      for (const int role : n.roles()) {
        absl::StrAppend(&roles, roles.empty() ? "" : ", ",
                        WordFor(static_cast<v1::NoticeRole>(role), look.lang));
      }
      return StrCat(look({"通知 ", "notice to "}), roles, ": ", WordFor(n.subject(), look.lang),
                    " ", AboutName(look, n.about()));
    }
    default:
      return "";
  }
}

std::string ClocksInWords(const Look& look, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kObligationArmed: {
      const v1::Obligation& o = event.obligation_armed().obligation();
      const std::string marks = Marks(look, o);
      return StrCat(look({"起时限 ", "clock armed "}), ObligationName(look, o), ", ",
                    look(label::kDue), " ", At(o.due_at()), marks.empty() ? "" : ", ", marks);
    }
    case v1::Event::kObligationMoved:
      return StrCat(look({"时限前移 ", "clock moved "}),
                    ObligationName(look, event.obligation_moved().obligation()), ", ",
                    look(label::kDue), " ", At(event.obligation_moved().due_at()));
    case v1::Event::kObligationAtRisk:
      return StrCat(look({"临期 ", "nearly due "}),
                    ObligationName(look, event.obligation_at_risk().obligation()),
                    FiredLate(look, event.obligation_at_risk().has_fired_late(),
                              event.obligation_at_risk().fired_late()));
    case v1::Event::kObligationMet: {
      const v1::ObligationMet& met = event.obligation_met();
      const char* late_record = met.recorded_late() ? look({"，补录", ", recorded late"}) : "";
      if (!met.late()) {
        return StrCat(look({"按时 ", "met "}), ObligationName(look, met.obligation()), " (",
                      met.met_by(), ")", late_record);
      }
      return StrCat(look({"逾期完成 ", "met late "}), ObligationName(look, met.obligation()), " (",
                    met.met_by(), ") ", look({"迟 ", "by "}), ShowLength(FromProto(met.late_by())),
                    late_record);
    }
    case v1::Event::kObligationBreached:
      return StrCat(look({"逾期 ", "breached "}),
                    ObligationName(look, event.obligation_breached().obligation()), ", ",
                    look(label::kDue), " ", At(event.obligation_breached().due_at()),
                    FiredLate(look, event.obligation_breached().has_fired_late(),
                              event.obligation_breached().fired_late()));
    case v1::Event::kObligationReminded:
      return StrCat(look({"提醒 ", "reminder of "}),
                    ObligationName(look, event.obligation_reminded().obligation()), ", ",
                    At(event.obligation_reminded().at()));
    case v1::Event::kObligationWaived:
      return StrCat(look({"豁免 ", "waived "}),
                    ObligationName(look, event.obligation_waived().obligation()), ", ",
                    event.obligation_waived().approved_by());
    case v1::Event::kObligationReopened:
      return StrCat(look({"重新计时 ", "reopened "}),
                    ObligationName(look, event.obligation_reopened().obligation()));
    case v1::Event::kObligationCancelled:
      return StrCat(look({"撤销时限 ", "clock cancelled "}),
                    ObligationName(look, event.obligation_cancelled().obligation()));
    default:
      return "";
  }
}

std::string PeopleInWords(const Look& look, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kLeadAssigned: {
      const v1::LeadAssigned& a = event.lead_assigned();
      const std::string others = Joined(look, a.supporting(), BodyName);
      return StrCat(look({"交办 ", "assigned to "}), BodyName(look, a.lead()),
                    others.empty() ? "" : ", ", others.empty() ? "" : look({"协办 ", "with "}),
                    others);
    }
    case v1::Event::kSpeakerAssigned:
      return StrCat(look({"确定发言人 ", "speaker "}),
                    OfficialName(look, event.speaker_assigned().official()), " (",
                    WordFor(event.speaker_assigned().reason(), look.lang), ")");
    case v1::Event::kTransferRequested: {
      const v1::Transfer& t = event.transfer_requested().transfer();
      return StrCat(look({"提出移交 ", "transfer asked to "}), BodyName(look, t.to_body()),
                    Because(t.reason()));
    }
    case v1::Event::kTransferAccepted:
      return StrCat(look({"接收移交 ", "transfer accepted by "}),
                    event.transfer_accepted().accepted_by());
    case v1::Event::kNoEligibleSpeaker:
      return look({"无适格发言人", "nobody is left who may speak"});
    case v1::Event::kSpeakerRefused:
      return StrCat(look({"发言人拒绝 ", "refused by "}),
                    OfficialName(look, event.speaker_refused().official()),
                    Because(event.speaker_refused().reason()));
    case v1::Event::kLeaveNoted: {
      const v1::NotedLeave& l = event.leave_noted().leave();
      return StrCat(look({"涉及请假 ", "leave touches "}), OfficialName(look, l.official()), ", ",
                    At(l.from()), " - ", At(l.to()));
    }
    case v1::Event::kSpeakerReviewed:
      return look({"名册有变，发言人不变", "the roster changed, the speaker stays"});
    case v1::Event::kSpeakerAcknowledged:
      return StrCat(look({"签收 ", "signed by "}),
                    OfficialName(look, event.speaker_acknowledged().official()));
    case v1::Event::kConferenceScheduled: {
      const v1::Conference& c = event.conference_scheduled().conference();
      return StrCat(look({"计划", "planned "}), WordFor(c.form(), look.lang), " ", c.id(), ", ",
                    At(c.planned_at()), ", ", Joined(look, c.speakers(), OfficialName),
                    event.conference_scheduled().after_deadline()
                        ? look({"，晚于时限", ", after the limit"})
                        : "");
    }
    case v1::Event::kConferenceBegun: {
      const v1::ConferenceBegun& begun = event.conference_begun();
      return StrCat(
          look({"开始", "began "}), WordFor(begun.conference().form(), look.lang), " ",
          begun.conference().id(), ", ", Joined(look, begun.conference().speakers(), OfficialName),
          begun.form_not_counted() ? look({"，形式不计", ", the form does not count"}) : "",
          begun.speaker_not_eligible() ? look({"，发言人不适格", ", no eligible speaker"}) : "");
    }
    case v1::Event::kConferenceEnded:
      return StrCat(look({"发布会结束 ", "conference ended "}),
                    event.conference_ended().conference());
    case v1::Event::kConferenceAborted:
      return StrCat(look({"发布会中止 ", "conference broken off "}),
                    event.conference_aborted().conference(),
                    Because(event.conference_aborted().reason()));
    default:
      return "";
  }
}

std::string TextsInWords(const Look& look, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kReleaseDrafted: {
      const v1::Release& r = event.release_drafted().release();
      return StrCat(look({"起草", "drafted "}), WordFor(r.kind(), look.lang), " ", r.id(), " ",
                    Hex(r.text().sha256()));
    }
    case v1::Event::kReleaseEdited:
      return StrCat(look({"修改文本 ", "edited "}), event.release_edited().release(), " ",
                    Hex(event.release_edited().text().sha256()), ", ",
                    event.release_edited().editor());
    case v1::Event::kReleaseApprovalVoided:
      return StrCat(look({"审批失效 ", "approval voided "}),
                    event.release_approval_voided().release());
    case v1::Event::kReleaseSubmitted:
      return StrCat(look({"送审 ", "submitted "}), event.release_submitted().release(), ", ",
                    look({"保密审查", "secrecy review "}),
                    WordFor(event.release_submitted().secrecy_review(), look.lang));
    case v1::Event::kReleaseApproved:
      return StrCat(look({"审批 ", "approved "}), event.release_approved().release(), " ",
                    Hex(event.release_approved().text().sha256()), ", ",
                    event.release_approved().approved_by());
    case v1::Event::kReleasePublished:
      return StrCat(look({"发布 ", "published "}), event.release_published().release(), " -> ",
                    Joined(look, event.release_published().channels(), Plain),
                    event.release_published().simulated()
                        ? look({"（演练，未送出）", " (drill, not sent)"})
                        : "");
    case v1::Event::kReleaseCosigned:
      return StrCat(look({"会签 ", "co-signed "}), event.release_cosigned().release(), " ",
                    Hex(event.release_cosigned().text().sha256()), ", ",
                    BodyName(look, event.release_cosigned().body()), ", ",
                    event.release_cosigned().cosigned_by());
    case v1::Event::kReleaseRetracted: {
      const v1::ReleaseRetracted& r = event.release_retracted();
      return StrCat(look({"撤回 ", "retracted "}), r.release(), Because(r.reason()),
                    r.correction().empty() ? "" : look({"，更正见 ", ", corrected by "}),
                    r.correction());
    }
    default:
      return "";
  }
}

}  // namespace

std::string EventInWords(const Look& look, const v1::Event& event) {
  for (const auto in_words :
       {FactsInWords, ClocksInWords, PeopleInWords, TextsInWords, FileInWords, OfficeInWords}) {
    std::string words = in_words(look, event);
    if (!words.empty()) return SafeLine(words);
  }
  return look({"（本程序不认识的事项，请升级）", "(an event this program does not know: upgrade)"});
}

std::string ActorInWords(const Look& look, const v1::Actor& actor) {
  if (actor.role() == v1::ROLE_SYSTEM) return WordFor(actor.role(), look.lang);
  return absl::StrCat(actor.person(), " (", WordFor(actor.role(), look.lang), ")");
}

Table HistoryTable(const Look& look) {
  return Table({look(label::kIncident), look(label::kVersion), look(label::kTime),
                look(label::kWho), look(label::kWhat)});
}

void AddRecord(const Look& look, const v1::Record& record, Table& table) {
  for (const v1::Event& event : record.events()) {
    table.Add({NumberOf(record.paper()), absl::StrCat(record.version()),
               ShowExact(FromProto(record.decided_at())), ActorInWords(look, record.actor()),
               EventInWords(look, event)});
  }
}

void PrintRecord(std::ostream& out, const Look& look, const v1::Record& record) {
  out << record.version() << "  " << ShowExact(FromProto(record.decided_at())) << "  "
      << SafeLine(ActorInWords(look, record.actor())) << "\n";
  for (const v1::Event& event : record.events()) {
    out << "    " << EventInWords(look, event) << "\n";
  }
}

}  // namespace clarion::cli
