// The clocks of a docket as their events say.
#include <algorithm>
#include <string>

#include "services/core/docket_facts.h"
#include "services/core/folds.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

v1::Obligation* Obligation(v1::Docket& docket, const std::string& id) {
  return FindMutable(docket.mutable_obligations(), id);
}

void FoldMoved(v1::Docket& docket, const v1::ObligationMoved& moved) {
  v1::Obligation* obligation = Obligation(docket, moved.obligation());
  if (obligation == nullptr) return;
  *obligation->mutable_start_at() = moved.start_at();
  *obligation->mutable_due_at() = moved.due_at();
  *obligation->mutable_risk_at() = moved.risk_at();
  *obligation->mutable_armed_at() = moved.moved_at();
  if (moved.has_limit()) *obligation->mutable_limit() = moved.limit();
  *obligation->mutable_reminders_at() = moved.reminders_at();
}

void FoldMet(v1::Docket& docket, const v1::ObligationMet& met) {
  v1::Obligation* obligation = Obligation(docket, met.obligation());
  if (obligation == nullptr) return;
  obligation->set_status(met.late() ? v1::OBLIGATION_STATUS_MET_LATE : v1::OBLIGATION_STATUS_MET);
  *obligation->mutable_met_at() = met.met_at();
  obligation->set_met_by(met.met_by());
  obligation->set_recorded_late(met.recorded_late());
}

void FoldBreached(v1::Docket& docket, const v1::ObligationBreached& breached) {
  v1::Obligation* obligation = Obligation(docket, breached.obligation());
  if (obligation == nullptr) return;
  obligation->set_status(v1::OBLIGATION_STATUS_BREACHED);
  *obligation->mutable_breached_at() = breached.due_at();
}

// Drops the reminders up to `at`.
void DropReminders(v1::Obligation& obligation, const google::protobuf::Timestamp& at) {
  auto& coming = *obligation.mutable_reminders_at();
  while (!coming.empty() && FromProto(coming[0]) <= FromProto(at)) coming.erase(coming.begin());
}

// A due instant once missed stays missed: what reopens after its breach is BREACHED again.
void FoldReopened(v1::Docket& docket, const v1::ObligationReopened& reopened) {
  v1::Obligation* obligation = Obligation(docket, reopened.obligation());
  if (obligation == nullptr) return;
  obligation->set_status(IsBreachEntered(*obligation) ? v1::OBLIGATION_STATUS_BREACHED
                                                      : v1::OBLIGATION_STATUS_PENDING);
  *obligation->mutable_armed_at() = reopened.reopened_at();
  obligation->clear_met_at();
  obligation->clear_met_by();
  obligation->clear_recorded_late();
  DropReminders(*obligation, reopened.reopened_at());
}

void FoldWaived(v1::Docket& docket, const v1::ObligationWaived& waived) {
  if (v1::Obligation* obligation = Obligation(docket, waived.obligation())) {
    obligation->set_status(v1::OBLIGATION_STATUS_WAIVED);
  }
  // The last request of another person: who asked, too, does not approve that.
  auto& requests = *docket.mutable_waivers();
  const auto request = std::find_if(requests.rbegin(), requests.rend(), [&](const auto& one) {
    return one.obligation() == waived.obligation() && one.requested_by() != waived.approved_by();
  });
  if (request == requests.rend()) return;
  request->set_approved_by(waived.approved_by());
  *request->mutable_approved_at() = waived.approved_at();
}

}  // namespace

bool FoldObligation(v1::Docket& docket, const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kObligationArmed:
      *docket.add_obligations() = event.obligation_armed().obligation();
      return true;
    case v1::Event::kObligationMoved:
      FoldMoved(docket, event.obligation_moved());
      return true;
    case v1::Event::kObligationAtRisk:
      if (auto* o = Obligation(docket, event.obligation_at_risk().obligation())) {
        o->set_at_risk(true);
      }
      return true;
    case v1::Event::kObligationMet:
      FoldMet(docket, event.obligation_met());
      return true;
    case v1::Event::kObligationBreached:
      FoldBreached(docket, event.obligation_breached());
      return true;
    case v1::Event::kObligationReopened:
      FoldReopened(docket, event.obligation_reopened());
      return true;
    case v1::Event::kObligationCancelled:
      if (auto* o = Obligation(docket, event.obligation_cancelled().obligation())) {
        o->set_status(v1::OBLIGATION_STATUS_CANCELLED);
      }
      return true;
    case v1::Event::kObligationReminded:
      if (auto* o = Obligation(docket, event.obligation_reminded().obligation())) {
        DropReminders(*o, event.obligation_reminded().at());
      }
      return true;
    case v1::Event::kObligationWaived:
      FoldWaived(docket, event.obligation_waived());
      return true;
    default:
      return false;
  }
}

}  // namespace clarion::core
