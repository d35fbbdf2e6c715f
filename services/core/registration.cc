// Registration (接报登记) and what is learnt about the start afterwards.
//
// The hours count from detection (发现/接报, detected_at). Late entry is allowed and flagged: an
// emergency must be registrable, and hiding it must not pay. The start moves earlier only.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/held_names.h"
#include "services/core/obligations.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/core/shanghai_time.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

constexpr int kTimeScaleMax = 3600;
constexpr size_t kSummaryBytesMax = 16 * 1024;
// While the clocks differ nobody here can tell what lies ahead: an emergency must be registrable,
// so what a person says is taken as said, but for a slip of a date.
constexpr absl::Duration kDoubt = absl::Hours(24);

absl::Status CheckShape(const v1::RegisterIncident& command) {
  Fields fields;
  fields.Require(!RegionOfIncident(command.name()).empty(), "name",
                 "must be regions/{six digits}/incidents/{number}");
  fields.Text("title", command.title(), 1, 200);
  fields.Instant("detected_at", command.has_detected_at(), command.detected_at());
  if (command.has_occurred_at()) fields.Instant("occurred_at", true, command.occurred_at());
  fields.Require(v1::Grade_IsValid(command.grade()), "grade", "is not a grade");
  fields.Text("grade_basis", command.grade_basis(), 0, 2000);
  fields.Text("place", command.place(), 0, 200);
  fields.Text("summary", command.summary(), 0, 20000);
  fields.Require(command.summary().size() <= kSummaryBytesMax, "summary", "exceeds 16 KiB");
  fields.Text("source", command.source(), 0, 64);
  fields.Text("external_id", command.external_id(), 0, 128);
  fields.Text("fingerprint", command.fingerprint(), 0, 128);
  for (const std::string& body : command.localities()) fields.Id("localities", body);
  fields.Require(command.time_scale() >= 0 && command.time_scale() <= kTimeScaleMax, "time_scale",
                 "must be 1 to 3600");
  fields.Require(command.exercise() || command.time_scale() <= 1, "time_scale",
                 "is for drills only: a real limit is never shortened");
  return fields.ok() ? absl::OkStatus() : fields.Refused();
}

absl::Status OccurredAfterDetected() {
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_OCCURRED_AFTER_DETECTED,
                 .en = "It cannot have been found before it happened. Correct one of the instants.",
                 .zh = "发现时间不能早于发生时间,请核对两个时间。"});
}

// Localities are checked against the roster, but the decision does not depend on it: a township
// renamed a moment later changes nothing.
absl::Status CheckLocalities(const v1::Roster* roster, const v1::RegisterIncident& command) {
  for (const std::string& body : command.localities()) {
    if (roster == nullptr || FindBody(*roster, body) == nullptr) return NoSuchBody(body);
  }
  return absl::OkStatus();
}

bool LiesAhead(const Deliberation& deliberation, absl::Time stated) {
  const bool doubt = deliberation.context().clock_suspect;
  return stated > deliberation.now() + (doubt ? kDoubt : absl::ZeroDuration());
}

v1::Docket NewDocket(const Deliberation& deliberation, const v1::RegisterIncident& command) {
  v1::Docket docket;
  docket.set_name(command.name());
  docket.set_schema(kFirstSchema);
  docket.set_title(command.title());
  docket.set_place(command.place());
  docket.set_summary(command.summary());
  docket.set_grade(command.grade() == v1::GRADE_UNSPECIFIED ? v1::GRADE_NONE : command.grade());
  docket.set_grade_basis(command.grade_basis());
  *docket.mutable_detected_at() = ToProto(FromProto(command.detected_at()));
  if (command.has_occurred_at()) {
    *docket.mutable_occurred_at() = ToProto(FromProto(command.occurred_at()));
  }
  *docket.mutable_registered_at() = ToProto(deliberation.now());
  docket.set_registered_by(deliberation.actor().person());
  docket.set_source(command.source());
  docket.set_external_id(command.external_id());
  docket.set_fingerprint(command.fingerprint());
  *docket.mutable_localities() = command.localities();
  docket.set_exercise(command.exercise());
  docket.set_time_scale(std::max(1, command.time_scale()));
  const absl::Duration lead_within = FromProto(deliberation.pack().lead_within());
  if (lead_within > absl::ZeroDuration()) {
    *docket.mutable_lead_wanted_by() =
        ToProto(Floor(deliberation.now() + lead_within / docket.time_scale()));
  }
  docket.set_rule_pack(deliberation.pack().id());
  docket.set_rule_pack_sha256(deliberation.context().pack_sha256);
  if (!command.source().empty()) {
    v1::Report& report = *docket.add_reports();
    report.set_channel(command.source());
    *report.mutable_received_at() = docket.detected_at();
    *report.mutable_recorded_at() = docket.registered_at();
    report.set_recorded_by(docket.registered_by());
  }
  return docket;
}

void FlagLateEntry(Deliberation& deliberation) {
  const v1::Docket& docket = deliberation.docket();
  const absl::Duration after = deliberation.now() - FromProto(docket.detected_at());
  if (after <= FromProto(deliberation.pack().registered_late_after()) / docket.time_scale()) return;
  v1::Event event;
  *event.mutable_registered_late()->mutable_after() = ToProto(after);
  deliberation.Enter(std::move(event));
}

absl::Status CannotMoveLater(absl::Time start) {
  return Refuse(
      {.code = absl::StatusCode::kFailedPrecondition,
       .reason = v1::ERROR_REASON_CLOCK_CANNOT_MOVE_LATER,
       .en = absl::StrCat("The start is ", ShanghaiTimeEn(start),
                          " and moves earlier only. Nothing needs to be done if it is right."),
       .zh = absl::StrCat("起算时间为", ShanghaiTimeZh(start),
                          ",只可提前、不可推后。如无误,无需处理。")});
}

}  // namespace

void MoveStart(Deliberation& deliberation, absl::Time to, const std::string& basis) {
  v1::Event event;
  v1::StartMovedEarlier& moved = *event.mutable_start_moved_earlier();
  *moved.mutable_from() = deliberation.docket().detected_at();
  *moved.mutable_to() = ToProto(to);
  moved.set_basis(basis);
  deliberation.Enter(std::move(event));
  MoveClocks(deliberation);
}

absl::Status Register(Deliberation& deliberation, const v1::RegisterIncident& command) {
  if (absl::Status shape = CheckShape(command); !shape.ok()) return shape;
  absl::Status localities = CheckLocalities(deliberation.context().roster, command);
  if (!localities.ok()) return localities;
  const absl::Time detected_at = Floor(FromProto(command.detected_at()));
  if (LiesAhead(deliberation, detected_at)) return InTheFuture("Detection", "发现时间");
  if (command.has_occurred_at() && Floor(FromProto(command.occurred_at())) > detected_at) {
    return OccurredAfterDetected();
  }

  v1::Event event;
  *event.mutable_incident_registered()->mutable_docket() = NewDocket(deliberation, command);
  deliberation.Enter(std::move(event));
  FlagLateEntry(deliberation);
  HoldNames(deliberation);
  return absl::OkStatus();
}

absl::Status AddReport(Deliberation& deliberation, const v1::AddReport& command) {
  Fields fields;
  fields.Text("channel", command.channel(), 1, 64);
  fields.Instant("received_at", command.has_received_at(), command.received_at());
  if (!fields.ok()) return fields.Refused();
  const absl::Time received_at = Floor(FromProto(command.received_at()));
  if (LiesAhead(deliberation, received_at)) return InTheFuture("Receipt", "接报时间");
  if (HasEnded(deliberation.docket())) return TerminalState();

  v1::Event event;
  v1::Report& report = *event.mutable_report_added()->mutable_report();
  report.set_channel(command.channel());
  *report.mutable_received_at() = ToProto(received_at);
  *report.mutable_recorded_at() = ToProto(deliberation.now());
  report.set_recorded_by(deliberation.actor().person());
  deliberation.Enter(std::move(event));
  // Whoever was told first started the clock, whatever was entered first.
  if (received_at < FromProto(deliberation.docket().detected_at())) {
    MoveStart(deliberation, received_at, command.channel());
  }
  return absl::OkStatus();
}

absl::Status CorrectStart(Deliberation& deliberation, const v1::CorrectStart& command) {
  Fields fields;
  fields.Instant("detected_at", command.has_detected_at(), command.detected_at());
  fields.Text("basis", command.basis(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  if (command.basis().empty()) return BasisRequired();
  const v1::Docket& docket = deliberation.docket();
  const absl::Time detected_at = Floor(FromProto(command.detected_at()));
  if (docket.has_occurred_at() && detected_at < FromProto(docket.occurred_at())) {
    return OccurredAfterDetected();
  }
  if (HasEnded(docket)) return TerminalState();
  const absl::Time start = FromProto(docket.detected_at());
  if (detected_at >= start) return CannotMoveLater(start);
  MoveStart(deliberation, detected_at, command.basis());
  return absl::OkStatus();
}

absl::Status Verify(Deliberation& deliberation, const v1::VerifyIncident& command) {
  Fields fields;
  fields.Text("basis", command.basis(), 0, 2000);
  if (!fields.ok()) return fields.Refused();
  if (command.basis().empty()) return BasisRequired();
  if (HasEnded(deliberation.docket())) return TerminalState();
  v1::Event event;
  event.mutable_incident_verified()->set_basis(command.basis());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
