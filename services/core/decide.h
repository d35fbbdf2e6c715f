// The law's one entry: what does this command do to this paper, now?
//
// Pure: no I/O, no clock, no threads. Every command on a docket first decides what is due by `now`,
// in order of instant, so an act after a limit finds the breach entered however late the timers
// are. A refusal changes nothing.
//
//     absl::StatusOr<Decision> decision = Decide(paper, command, context);
//     if (decision.ok()) commit(decision->record.SerializeAsString(), decision->paper, ...);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/commands.pb.h"
#include "clarion/v1/events.pb.h"
#include "services/core/context.h"

namespace clarion::core {

// A name held once in a shard, such as `fingerprint/{region}/{fingerprint}` or
// `source/{region}/{source}/{external_id}`.
struct Claim {
  std::string name;
  std::string expected;  // holder now; empty: nobody
  std::string value;     // holder after; empty: set free
};

struct Decision {
  v1::Record record;                     // without events: nothing happens, nothing is committed
  v1::Paper paper;                       // the paper after the record; the fold, without etag
  std::optional<absl::Time> not_before;  // latest due instant the record enters
  bool roster_used = false;              // holds only while the roster stands: guard its head
  std::vector<Claim> claims;
};

// `paper` without a kind is a paper that does not exist yet.
// The record carries everything but `request_id`.
absl::StatusOr<Decision> Decide(const v1::Paper& paper, const v1::Command& command,
                                const Context& context);

// First instant at which the paper has something to say of itself; none when nothing is due.
std::optional<absl::Time> NextDue(const v1::Paper& paper);

// Folds one record into a paper: a paper is the fold of its records. Total: never fails, and
// ignores what it does not know. The etag stays as it is.
void Evolve(v1::Paper& paper, const v1::Record& record);

// Resource name of a paper; empty without a kind.
const std::string& NameOf(const v1::Paper& paper);

// Whether the paper came to its end: CLOSED or MERGED.
bool HasEnded(const v1::Paper& paper);

}  // namespace clarion::core
