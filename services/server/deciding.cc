#include "services/server/deciding.h"

namespace clarion::server {

core::Context ContextFor(store::Store& store, absl::Time now, const v1::Actor& actor,
                         const Pack& pack, const store::StoredPaper* roster) {
  return {
      .now = now,
      .actor = actor,
      .pack = &pack.pack,
      .pack_sha256 = pack.sha256,
      .roster = roster == nullptr ? nullptr : &roster->paper.roster(),
      .clock_suspect = store.ClockSuspect(),
  };
}

store::PaperWrite WriteOf(const std::string& name, const store::StoredPaper& before,
                          const core::Decision& decision) {
  return {.name = name,
          .expected_head = before.head,
          .record = decision.record.SerializeAsString(),
          .paper = {},
          .next_due = core::NextDue(decision.paper),
          .ended = decision.record.ended(),
          .timed = !decision.paper.has_account()};
}

}  // namespace clarion::server
