#include "tests/core/random_acts.h"

#include <algorithm>

#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

using core::ToProto;

}  // namespace

std::string RandomActs::AnyRelease(const v1::Docket& docket) {
  if (docket.releases_size() == 0 || OneIn(20)) return "r99";
  return docket.releases(Below(docket.releases_size())).id();
}

std::string RandomActs::AnyConference(const v1::Docket& docket) {
  if (docket.conferences_size() == 0 || OneIn(20)) return "c99";
  return docket.conferences(Below(docket.conferences_size())).id();
}

std::string RandomActs::AnyOfficial() {
  return Pick<const char*>({"o-mayor", "o-exec", "o-vm1", "o-vm2", "o-emb-head", "o-emb-dep",
                            "o-emb-spk", "o-edu-head", "o-ta-head", "o-none"});
}

v1::Grade RandomActs::AnyGrade() { return static_cast<v1::Grade>(Below(6)); }

RandomAct RandomActs::Registration(absl::Time now) {
  RandomAct act{{}, Duty()};
  v1::RegisterIncident& command = *act.command.mutable_register_incident();
  command.set_name("regions/419999/incidents/419999-20260303-0001");
  command.set_title("示例事件");
  *command.mutable_detected_at() = ToProto(now - absl::Minutes(Below(OneIn(4) ? 3000 : 60)));
  command.set_grade(AnyGrade());
  command.set_exercise(OneIn(5));
  command.set_time_scale(command.exercise() ? 1 + Below(3600) : 0);
  return act;
}

absl::Time RandomActs::Later(const v1::Paper& paper, absl::Time now) {
  const std::optional<absl::Time> next = core::NextDue(paper);
  if (next.has_value() && OneIn(12)) {
    return std::max(now, *next + absl::Milliseconds(Below(3) - 1));
  }
  if (OneIn(50)) return now - absl::Minutes(Below(90));
  if (OneIn(30)) return now + absl::Minutes(Below(48 * 60));
  return now + absl::Milliseconds(Below(20 * 60 * 1000));
}

void RandomActs::FillFacts(const v1::Docket& docket, absl::Time now, RandomAct& act) {
  v1::Command& command = act.command;
  const absl::Time start = core::FromProto(docket.detected_at());
  switch (Below(7)) {
    case 0:
      command.mutable_add_report()->set_channel("12345");
      *command.mutable_add_report()->mutable_received_at() =
          ToProto(OneIn(3) ? start - absl::Minutes(Below(30)) : now - absl::Minutes(Below(30) - 1));
      return;
    case 1:
      *command.mutable_correct_start()->mutable_detected_at() =
          ToProto(start - absl::Minutes(Below(40) - 5));
      command.mutable_correct_start()->set_basis("核对");
      return;
    case 2:
      command.mutable_verify_incident()->set_basis(OneIn(10) ? "" : "核实");
      return;
    case 3:
      command.mutable_grade_incident()->set_grade(AnyGrade());
      command.mutable_grade_incident()->set_basis("伤亡");
      if (OneIn(2)) act.actor = Approver();
      return;
    case 4:
      command.mutable_assign_incident()->set_lead(
          Pick<const char*>({"org-emb", "org-ta", "org-no"}));
      if (OneIn(3)) command.mutable_assign_incident()->add_supporting("org-edu");
      if (OneIn(2)) command.mutable_assign_incident()->set_speaker(AnyOfficial());
      return;
    case 5:
      command.mutable_acknowledge_assignment();
      act.actor = Speaker(OneIn(5) ? AnyOfficial() : docket.assignment().speaker());
      return;
    default:
      command.mutable_report_to_superior()->set_mode(static_cast<v1::ReportMode>(Below(4)));
      command.mutable_report_to_superior()->set_to("org-city");
      command.mutable_report_to_superior()->set_document("1号");
      return;
  }
}

void RandomActs::FillRelease(const v1::Docket& docket, RandomAct& act) {
  v1::Command& command = act.command;
  const std::string release = AnyRelease(docket);
  switch (Below(8)) {
    case 0:
      command.mutable_draft_release()->set_kind(static_cast<v1::ReleaseKind>(Below(6)));
      *command.mutable_draft_release()->mutable_text() = TextOf("稿");
      return;
    case 1:
      command.mutable_edit_release()->set_release(release);
      *command.mutable_edit_release()->mutable_text() = TextOf(OneIn(2) ? "稿" : "改");
      return;
    case 2:
    case 3:
      command.mutable_submit_release()->set_release(release);
      command.mutable_submit_release()->set_secrecy_review(OneIn(8) ? v1::SECRECY_REVIEW_FAIL
                                                                    : v1::SECRECY_REVIEW_PASS);
      return;
    case 4:
    case 5:
      command.mutable_approve_release()->set_release(release);
      command.mutable_approve_release()->set_sha256(TextOf(OneIn(4) ? "改" : "稿").sha256());
      act.actor = OneIn(10) ? Duty() : Approver();
      return;
    default:
      command.mutable_publish_release()->set_release(release);
      command.mutable_publish_release()->add_channels(OneIn(10) ? "BLOG" : "TV");
      return;
  }
}

void RandomActs::FillConference(const v1::Docket& docket, absl::Time now, RandomAct& act) {
  v1::Command& command = act.command;
  const auto form = static_cast<v1::ConferenceForm>(Below(6));
  switch (Below(5)) {
    case 0:
      command.mutable_schedule_conference()->set_form(form);
      *command.mutable_schedule_conference()->mutable_planned_at() =
          ToProto(now + absl::Minutes(Below(3000)));
      command.mutable_schedule_conference()->add_speakers(AnyOfficial());
      return;
    case 1:
    case 2:
      if (OneIn(2)) command.mutable_begin_conference()->set_conference(AnyConference(docket));
      command.mutable_begin_conference()->set_form(form);
      command.mutable_begin_conference()->add_speakers(AnyOfficial());
      return;
    case 3:
      command.mutable_end_conference()->set_conference(AnyConference(docket));
      return;
    default:
      command.mutable_abort_conference()->set_conference(AnyConference(docket));
      command.mutable_abort_conference()->set_reason("停电");
      return;
  }
}

RandomAct RandomActs::Next(const v1::Docket& docket, absl::Time now) {
  RandomAct act{{}, Duty()};
  const int what = Below(100);
  if (what < 30) {
    act.command.mutable_decide_due();
    act.actor = System();
  } else if (what < 31) {
    v1::CloseIncident& close = *act.command.mutable_close_incident();
    close.set_summary("办结");
    if (OneIn(2)) close.set_final_release(AnyRelease(docket));
    if (OneIn(2)) close.set_breach_explanation("说明");
    act.actor = Approver();
  } else if (what < 55) {
    FillFacts(docket, now, act);
  } else if (what < 85) {
    FillRelease(docket, act);
  } else {
    FillConference(docket, now, act);
  }
  if (OneIn(40)) act.actor = Of(static_cast<v1::Role>(Below(9)), "somebody");
  return act;
}

}  // namespace clarion::testing
