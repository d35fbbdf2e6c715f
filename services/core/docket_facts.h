// Questions about a docket: what stands in it, found by id or kind. Pointers live as long as the
// docket is not changed.
#pragma once

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::core {

// Schemas of dockets: what a process must know to write one. A docket of a later one is read, never
// written. 2 came with transfers and mergers; a docket without them stays at 1.
constexpr int kFirstSchema = 1;
constexpr int kSchema = 2;

// CLOSED or MERGED: every act is refused.
bool HasEnded(const v1::Docket& docket);

// Once published, retracted or not: such a text is changed no more.
bool IsPublic(const v1::Release& release);

// I or II (特别重大、重大): the grades that ask for the principal leader.
bool IsMajor(v1::Grade grade);

// Whether `a` is less grave than `b`; NONE is the least grave.
bool IsLower(v1::Grade a, v1::Grade b);

bool AppliesTo(const v1::ObligationRule& rule, v1::Grade grade);

// The rule of a kind; null when the pack has none.
const v1::ObligationRule* RuleOf(const v1::RulePack& pack, v1::ObligationKind kind);

const v1::Release* FindRelease(const v1::Docket& docket, const std::string& id);
const v1::Conference* FindConference(const v1::Docket& docket, const std::string& id);
const v1::Obligation* FindObligation(const v1::Docket& docket, const std::string& id);

// The handing over that awaits its second signature; null when none does.
const v1::Transfer* PendingTransfer(const v1::Docket& docket);

// WAIVED or CANCELLED: it is owed no more, whatever happens.
bool IsOut(const v1::Obligation& obligation);

// Whether the breach of its present due instant is in the history. Due instants move earlier only,
// so a breach of a later one covers it: each missed deadline is entered once.
bool IsBreachEntered(const v1::Obligation& obligation);

// How often a kind was armed.
int CountOf(const v1::Docket& docket, v1::ObligationKind kind);

// The clock of a kind that people mean when they name the kind: for CONTINUED_RELEASE the one armed
// by the last release that stands, else the one armed last. Null when it was never armed.
const v1::Obligation* CurrentObligation(const v1::Docket& docket, v1::ObligationKind kind);

// `AUTHORITATIVE_INFO` for OBLIGATION_KIND_AUTHORITATIVE_INFO: as people and ids write it.
std::string KindName(v1::ObligationKind kind);

// Whether a repeated field holds `value`.
template <typename Repeated, typename Value>
bool Contains(const Repeated& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// `r4` for the prefix `r`: the next id that none in `lists` has; ids may have been chosen by
// people.
template <typename... Lists>
std::string FreeId(const char* prefix, const Lists&... lists) {
  for (int n = (lists.size() + ...) + 1;; ++n) {
    std::string id = absl::StrCat(prefix, n);
    const auto is_it = [&id](const auto& one) { return one.id() == id; };
    if ((std::none_of(lists.begin(), lists.end(), is_it) && ...)) return id;
  }
}

// An instant as the law keeps it: a whole millisecond.
absl::Time Floor(absl::Time time);

}  // namespace clarion::core
