#include "tests/core/random_acts.h"

#include <algorithm>
#include <optional>

#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/support/story.h"

namespace clarion::testing {

using core::ToProto;

std::string RandomActs::AnyOfficial() {
  return Pick<const char*>({"o-mayor", "o-exec", "o-vm1", "o-vm2", "o-emb-head", "o-emb-head",
                            "o-emb-dep", "o-emb-spk", "o-edu-head", "o-ta-head", "o-none"});
}

v1::Grade RandomActs::AnyGrade() { return static_cast<v1::Grade>(Below(6)); }

v1::Actor RandomActs::OneOfTwo(v1::Role role) {
  if (role == v1::ROLE_APPROVER) return Approver(OneIn(2) ? "app1" : "app2");
  return Duty(OneIn(2) ? "duty1" : "duty2");
}

v1::Roster RandomActs::Roster(absl::Time now) {
  v1::Roster roster = SampleRoster();
  for (v1::Official& official : *roster.mutable_officials()) {
    if (OneIn(8)) AddLeave(official, now, now + absl::Hours(20), OneIn(2) ? "o-emb-dep" : "");
  }
  if (!OneIn(3)) return roster;
  v1::Official& vacant = OfficialIn(roster, Pick<const char*>({"o-exec", "o-emb-head", "o-vm1"}));
  vacant.set_vacant(true);
  if (OneIn(2)) vacant.set_acting("o-emb-dep");
  return roster;
}

RandomAct RandomActs::Registration(absl::Time now) {
  RandomAct act{{}, Duty()};
  v1::RegisterIncident& command = *act.command.mutable_register_incident();
  command.set_name("regions/419999/incidents/419999-20260303-0001");
  command.set_title("示例事件");
  const absl::Time detected = now - absl::Minutes(Below(OneIn(4) ? 3000 : 60));
  *command.mutable_detected_at() = ToProto(OneIn(50) ? now + absl::Minutes(1) : detected);
  if (OneIn(4)) {
    *command.mutable_occurred_at() = ToProto(detected - absl::Minutes(Below(30) - 2));
  }
  command.set_grade(AnyGrade());
  if (OneIn(2)) command.set_fingerprint("matter");
  if (OneIn(4)) command.add_localities("org-ta");
  if (OneIn(4)) command.add_localities("org-tb");
  command.set_exercise(OneIn(5));
  command.set_time_scale(command.exercise() ? 1 + Below(OneIn(2) ? 10 : 3600) : 0);
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
  switch (Below(5)) {
    case 0:
      command.mutable_add_report()->set_channel("12345");
      *command.mutable_add_report()->mutable_received_at() =
          ToProto(OneIn(3) ? start - absl::Minutes(Below(30)) : now - absl::Minutes(Below(30) - 1));
      return;
    case 1:
      *command.mutable_correct_start()->mutable_detected_at() =
          ToProto(start - absl::Minutes(Below(40) - 5));
      command.mutable_correct_start()->set_basis(Words("核对"));
      return;
    case 2:
      command.mutable_verify_incident()->set_basis(Words("核实"));
      return;
    case 3:
      command.mutable_grade_incident()->set_grade(AnyGrade());
      command.mutable_grade_incident()->set_basis(Words("伤亡"));
      if (OneIn(2)) act.actor = OneOfTwo(v1::ROLE_APPROVER);
      return;
    default:
      command.mutable_report_to_superior()->set_mode(static_cast<v1::ReportMode>(Below(4)));
      command.mutable_report_to_superior()->set_to("org-city");
      command.mutable_report_to_superior()->set_document("1号");
      return;
  }
}

// What goes into the file beside the course of things.
void RandomActs::FillPapers(absl::Time now, RandomAct& act) {
  v1::Command& command = act.command;
  switch (Below(3)) {
    case 0:
      command.mutable_add_note()->set_text("已通知");
      return;
    case 1:
      command.mutable_refer_to_police()->set_clues("首发账号");
      return;
    default:
      command.mutable_enter_fact()->set_key(Pick<const char*>({"dead", "hurt", "cause"}));
      command.mutable_enter_fact()->set_value(OneIn(10) ? "三" : std::to_string(Below(9)));
      *command.mutable_enter_fact()->mutable_as_of() = ToProto(now - absl::Minutes(Below(9) - 1));
      command.mutable_enter_fact()->set_source("现场");
      return;
  }
}

void RandomActs::FillEnd(const v1::Docket& docket, RandomAct& act) {
  act.actor =
      OneIn(5) ? Of(static_cast<v1::Role>(Below(9)), "somebody") : OneOfTwo(v1::ROLE_APPROVER);
  if (OneIn(3)) {
    act.command.mutable_find_false()->set_basis(Words("现场无此事"));
    act.command.mutable_find_false()->set_public_(OneIn(2));
    return;
  }
  v1::CloseIncident& close = *act.command.mutable_close_incident();
  close.set_summary("办结");
  if (!OneIn(3)) close.set_final_release(ReleaseIn(docket, v1::RELEASE_STATE_PUBLISHED));
  if (!OneIn(3)) close.set_breach_explanation("说明");
}

// To another body, or of two incidents one.
void RandomActs::FillHandover(const v1::Docket& docket, RandomAct& act) {
  v1::Command& command = act.command;
  const auto any_body = [this] {
    return Pick<const char*>({"org-emb", "org-edu", "org-edu", "org-ta", "org-city", "org-no"});
  };
  switch (Below(4)) {
    case 0:
      command.mutable_transfer_incident()->set_to_body(any_body());
      command.mutable_transfer_incident()->set_reason(Words("职责所在"));
      return;
    case 1:
    case 2:
      command.mutable_accept_transfer();
      act.actor = OneIn(2) ? Of(v1::ROLE_CLERK, "receiver") : OneOfTwo(v1::ROLE_DUTY);
      act.actor.set_body(docket.transfers().empty() || OneIn(5)
                             ? any_body()
                             : docket.transfers().rbegin()->to_body());
      return;
    default:
      break;
  }
  const std::string other = "regions/419999/incidents/419999-20260303-0002";
  v1::MergeIncident& merge = *command.mutable_merge_incident();
  merge.set_into(docket.name());
  merge.set_from(OneIn(20) ? docket.name() : other);
  if (OneIn(4)) merge.mutable_into()->swap(*merge.mutable_from());
  act.actor = OneOfTwo(OneIn(10) ? v1::ROLE_DUTY : v1::ROLE_APPROVER);
}

RandomAct RandomActs::Next(const v1::Docket& docket, absl::Time now) {
  RandomAct act{{}, OneOfTwo(v1::ROLE_DUTY)};
  const int what = Below(203);
  if (what < 44) {
    act.command.mutable_decide_due();
    act.actor = System();
  } else if (what < 46) {
    FillEnd(docket, act);
  } else if (what < 74) {
    FillFacts(docket, now, act);
  } else if (what < 80) {
    FillPapers(now, act);
  } else if (what < 98) {
    FillSpeaker(docket, now, act);
  } else if (what < 146) {
    FillRelease(docket, act);
  } else if (what < 156) {
    FillSignature(docket, act);
  } else if (what < 174) {
    FillConference(docket, now, act);
  } else if (what < 186) {
    FillWaiver(docket, act);
  } else if (what < 194) {
    FillEvidence(docket, now, act);
  } else if (what < 199) {
    FillHandover(docket, act);
  } else {
    act = Registration(now);  // of the same matter once more
  }
  if (OneIn(40)) act.actor = Of(static_cast<v1::Role>(Below(9)), "somebody");
  return act;
}

}  // namespace clarion::testing
