#include "services/server/deciding.h"

#include <utility>

namespace clarion::server {

core::Context ContextFor(store::Store& store, absl::Time now, const v1::Actor& actor,
                         const Pack& pack, const store::StoredPaper* roster,
                         const store::StoredPaper* other) {
  const bool has_other = other != nullptr && other->paper.has_docket();
  return {
      .now = now,
      .actor = actor,
      .pack = &pack.pack,
      .pack_sha256 = pack.sha256,
      .roster = roster == nullptr ? nullptr : &roster->paper.roster(),
      .other = has_other ? &other->paper.docket() : nullptr,
      .clock_suspect = store.ClockSuspect(),
  };
}

store::PaperWrite WriteOf(const std::string& name, const store::StoredPaper& before,
                          const v1::Record& record, v1::Paper after) {
  const std::optional<absl::Time> next_due = core::NextDue(after);
  const bool timed = !after.has_account();
  return {.name = name,
          .expected_head = before.head,
          .record = record.SerializeAsString(),
          .paper = std::move(after),
          .next_due = next_due,
          .ended = record.ended(),
          .timed = timed};
}

}  // namespace clarion::server
