// Each paper for itself: whole, chained, the fold of its records.
#include "absl/strings/str_cat.h"
#include "services/admin/as_stored.h"
#include "services/core/decide.h"
#include "services/proof/chain.h"
#include "services/store/stored_paper.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

// The words of `verify` for a history that does not lead to the paper's head.
std::string WhatIsBroken(const PaperFacts& facts, const std::string& head) {
  proof::ChainFault fault;
  const bool chained = proof::VerifyHistory(facts.name(), facts.stored->records, head, &fault).ok();
  if (!chained) return absl::StrCat("version ", fault.version, ": ", fault.what);
  return absl::StrCat("the paper is at version ", store::VersionOf(facts.paper),
                      ", its history at ", facts.records.size());
}

// `fold`, for dockets: they are folded record by record anyway.
class Fold : public DocketCheck {
 public:
  explicit Fold(Verdict& verdict) : verdict_(verdict) {}

  void Take(const v1::Record& /*record*/, const v1::Docket& /*after*/) override {}

  void End(const v1::Docket& docket) override {
    const v1::Paper& paper = paper_->paper;
    // Equal bytes are an equal message; what differs in bytes alone is looked at closely.
    const bool same = docket.SerializeAsString() == paper.docket().SerializeAsString() ||
                      admin::IsTheFold(paper_->stored->records, paper);
    verdict_.Require(same, [&] {
      return absl::StrCat(paper_->name(), " is not the fold of its ", paper_->records.size(),
                          " records");
    });
  }

 private:
  Verdict& verdict_;
};

}  // namespace

void CheckPapers(const Case& of, Verdicts& verdicts) {
  Verdict& sound = verdicts.Named("paper_sound");
  Verdict& chain = verdicts.Named("chain");
  Verdict& fold = verdicts.Named("fold");
  for (const PaperFacts& facts : of.truth.papers()) {
    const std::string& name = facts.name();
    const bool named = facts.sound && core::NameOf(facts.paper) == name;
    sound.Require(named, [&] { return absl::StrCat(name, " cannot be read, or is another"); });
    if (!facts.sound) continue;
    const std::string head = facts.stored->paper.substr(0, store::kHeadBytes);
    const bool leads = !facts.records.empty() && facts.records.back().head == head;
    const bool whole = store::VersionOf(facts.paper) == static_cast<int64_t>(facts.records.size());
    chain.Require(leads && whole && facts.ordered,
                  [&] { return absl::StrCat(name, " ", WhatIsBroken(facts, head)); });
    if (facts.is_docket) continue;
    fold.Require(admin::IsTheFold(facts.stored->records, facts.paper),
                 [&] { return absl::StrCat(name, " is not the fold of its records"); });
  }
}

void AddFoldCheck(Verdicts& verdicts, DocketChecks& checks) {
  checks.push_back(std::make_unique<Fold>(verdicts.Named("fold")));
}

}  // namespace clarion::faults
