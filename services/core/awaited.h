// Whose act is awaited now (在谁手里): "a name, not an office". A clock is owed by a body; what
// holds it up is one step of one person: a speaker who has not signed, a text that lies with the
// approver, a co-signature. Derived from the docket, never kept.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/roster.pb.h"

namespace clarion::core {

// What is awaited.
enum class Step {
  kAssign,    // the duty officer: no lead body is set
  kReport,    // the duty officer: the superior is to be told
  kDraft,     // the lead body: a text
  kSubmit,    // its author: secrecy review and submission
  kApprove,   // an approver
  kCosign,    // the principal of a joint body
  kPublish,   // the duty officer
  kSchedule,  // the duty officer: a conference is to be planned
  kSpeak,     // the speaker: a planned conference
  kSign,      // the speaker: the assignment
};

struct Awaited {
  Step step;
  std::string official;  // id; empty when the act is an office's (duty officer, approver)
};

Awaited WhoIsAwaited(const v1::Docket& docket, const v1::Obligation& obligation,
                     const v1::Roster& roster, absl::Time now);

}  // namespace clarion::core
