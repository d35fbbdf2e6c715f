// Each paper for itself: whole, chained, the fold of its records.
#include "absl/strings/str_cat.h"
#include "services/admin/as_stored.h"
#include "services/core/decide.h"
#include "services/proof/chain.h"
#include "services/store/stored_paper.h"
#include "tests/faults/checks.h"

namespace clarion::faults {

void CheckPapers(const Case& of, Verdicts& verdicts) {
  Verdict& sound = verdicts.Named("paper_sound");
  Verdict& chain = verdicts.Named("chain");
  Verdict& fold = verdicts.Named("fold");
  for (const PaperFacts& facts : of.truth.papers()) {
    const std::string& name = facts.name();
    const bool named = facts.sound && core::NameOf(facts.paper) == name;
    sound.Require(named, [&] { return absl::StrCat(name, " cannot be read, or is another"); });
    if (!facts.sound) continue;
    proof::ChainFault fault;
    const std::string head = facts.stored->paper.substr(0, store::kHeadBytes);
    const absl::Status verified = proof::VerifyHistory(name, facts.stored->records, head, &fault);
    const int64_t count = static_cast<int64_t>(facts.records.size());
    const bool whole = store::VersionOf(facts.paper) == count;
    chain.Require(verified.ok() && whole, [&] {
      return absl::StrCat(name, " version ", fault.version, ": ",
                          whole ? fault.what : absl::StrCat("the paper says otherwise"));
    });
    if (!verified.ok()) continue;
    fold.Require(admin::IsTheFold(facts.stored->records, facts.paper),
                 [&] { return absl::StrCat(name, " is not the fold of its ", count, " records"); });
  }
}

}  // namespace clarion::faults
