// Between the store and the law: what a decision is made with, and what it writes.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clarion/v1/account.pb.h"
#include "services/core/decide.h"
#include "services/server/rule_packs.h"
#include "services/store/store.h"

namespace clarion::server {

// `roster` is null where none is looked at, `other` but at a merger. What is given must outlive the
// context.
core::Context ContextFor(store::Store& store, absl::Time now, const v1::Actor& actor,
                         const Pack& pack, const store::StoredPaper* roster,
                         const store::StoredPaper* other = nullptr);

// What `record` makes of the paper `name`: `after` instead of `before`.
store::PaperWrite WriteOf(const std::string& name, const store::StoredPaper& before,
                          const v1::Record& record, v1::Paper after);

}  // namespace clarion::server
