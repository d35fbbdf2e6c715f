#include "services/core/docket_facts.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/core/evidence.h"
#include "services/core/proto_time.h"

namespace clarion::core {
namespace {

// The message of a repeated field with this id, or null.
template <typename Repeated>
auto Find(const Repeated& items, const std::string& id) -> decltype(&*items.begin()) {
  for (const auto& item : items) {
    if (item.id() == id) return &item;
  }
  return nullptr;
}

}  // namespace

bool HasEnded(const v1::Docket& docket) {
  return docket.state() == v1::INCIDENT_STATE_CLOSED || docket.state() == v1::INCIDENT_STATE_MERGED;
}

bool IsPublic(const v1::Release& release) {
  return release.state() == v1::RELEASE_STATE_PUBLISHED ||
         release.state() == v1::RELEASE_STATE_RETRACTED;
}

bool IsMajor(v1::Grade grade) { return grade == v1::GRADE_I || grade == v1::GRADE_II; }

bool IsLower(v1::Grade a, v1::Grade b) { return a > b; }

bool AppliesTo(const v1::ObligationRule& rule, v1::Grade grade) {
  return std::find(rule.grades().begin(), rule.grades().end(), grade) != rule.grades().end();
}

const v1::ObligationRule* RuleOf(const v1::RulePack& pack, v1::ObligationKind kind) {
  for (const v1::ObligationRule& rule : pack.obligations()) {
    if (rule.kind() == kind) return &rule;
  }
  return nullptr;
}

const v1::Release* FindRelease(const v1::Docket& docket, const std::string& id) {
  return Find(docket.releases(), id);
}

const v1::Conference* FindConference(const v1::Docket& docket, const std::string& id) {
  return Find(docket.conferences(), id);
}

const v1::Obligation* FindObligation(const v1::Docket& docket, const std::string& id) {
  return Find(docket.obligations(), id);
}

const v1::Transfer* PendingTransfer(const v1::Docket& docket) {
  if (docket.transfers().empty()) return nullptr;
  const v1::Transfer& last = docket.transfers(docket.transfers_size() - 1);
  return last.has_accepted_at() ? nullptr : &last;
}

bool IsOut(const v1::Obligation& obligation) {
  return obligation.status() == v1::OBLIGATION_STATUS_WAIVED ||
         obligation.status() == v1::OBLIGATION_STATUS_CANCELLED;
}

bool IsBreachEntered(const v1::Obligation& obligation) {
  return obligation.has_breached_at() &&
         FromProto(obligation.breached_at()) >= FromProto(obligation.due_at());
}

int CountOf(const v1::Docket& docket, v1::ObligationKind kind) {
  int count = 0;
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.kind() == kind) ++count;
  }
  return count;
}

const v1::Obligation* CurrentObligation(const v1::Docket& docket, v1::ObligationKind kind) {
  const bool by_release = kind == v1::OBLIGATION_KIND_CONTINUED_RELEASE;
  const v1::Obligation* last = nullptr;
  const v1::Obligation* bound = nullptr;
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (obligation.kind() != kind) continue;
    last = &obligation;
    if (!by_release) continue;
    if (Stands(docket, obligation.armed_by())) bound = &obligation;
  }
  return bound != nullptr ? bound : last;
}

std::string KindName(v1::ObligationKind kind) {
  return std::string(absl::StripPrefix(v1::ObligationKind_Name(kind), "OBLIGATION_KIND_"));
}

absl::Time Floor(absl::Time time) { return absl::FromUnixMillis(absl::ToUnixMillis(time)); }

}  // namespace clarion::core
