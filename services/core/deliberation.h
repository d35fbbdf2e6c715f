// A Deliberation is a decision in the making: the paper as it would be, and the events so far.
//
// Each event is folded as it is entered, so every law sees what the one before it decided. Nothing
// leaves it until Conclude: a law that refuses returns a status, and the deliberation is dropped.
//
// Lives for one Decide; not thread-safe.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/events.pb.h"
#include "services/core/context.h"
#include "services/core/decide.h"

namespace clarion::core {

class Deliberation {
 public:
  // Decisions on one docket never go back: `now()` is the latest of the context's, the docket's,
  // and at a merger the other docket's.
  Deliberation(v1::Paper paper, const Context& context);

  absl::Time now() const { return now_; }
  const Context& context() const { return context_; }
  const v1::Actor& actor() const { return context_.actor; }
  const v1::RulePack& pack() const;
  const v1::Paper& paper() const { return decision_.paper; }
  const v1::Docket& docket() const { return decision_.paper.docket(); }
  const v1::Record& record() const { return decision_.record; }

  // Appends an event and folds it.
  void Enter(v1::Event event);

  // The roster, which the decision then depends on; null when there is none.
  const v1::Roster* UseRoster();

  void Hold(Claim claim) { decision_.claims.push_back(std::move(claim)); }

  // Something due at `instant` was entered: the commit must not come before it.
  void EnteredDue(absl::Time instant);

  // How much later than `instant` this is decided, if over a second: FIRED_LATE. What is due
  // because of an act is not late before that act.
  absl::Duration FiredLate(absl::Time instant, absl::Time armed_at) const;

  // The paper as it is by now, of a deliberation that comes to no decision.
  v1::Paper Abandon() && { return std::move(decision_.paper); }

  // The finished decision; refused when paper or record would exceed `limit` bytes.
  absl::StatusOr<Decision> Conclude(size_t limit) &&;

 private:
  const Context& context_;
  absl::Time now_;
  Decision decision_;
};

}  // namespace clarion::core
