// An invented county to decide about: its roster, its people, the pack it goes by.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/roster.pb.h"
#include "clarion/v1/rule_pack.pb.h"
#include "services/core/context.h"

namespace clarion::testing {

// packs/national-2016.yaml as shipped; ends the test program if it does not read.
const v1::RulePack& NationalPack();

// Bodies org-{county,city,emb,edu,ta,tb}; officials o-{mayor,exec,vm1,vm2,emb-head,emb-dep,emb-spk,
// edu-head,ta-head,ta-dep,tb-head}. vm1 is in charge of emb, ta and tb, vm2 of edu; they complement
// each other.
v1::Roster SampleRoster();

// The official of the roster; ends the test program when there is none.
v1::Official& OfficialIn(v1::Roster& roster, const std::string& id);

// Leave in `[from, to)`, with `acting` presiding if not empty.
void AddLeave(v1::Official& official, absl::Time from, absl::Time to, const std::string& acting);

// What a decision at `now` by `actor` may look at; under the national pack. `roster` must outlive
// it.
core::Context ContextAt(absl::Time now, const v1::Actor& actor, const v1::Roster* roster = nullptr);

v1::Actor Duty(const std::string& person = "duty1");
v1::Actor Approver(const std::string& person = "app1");
v1::Actor Speaker(const std::string& official);
v1::Actor System();
v1::Actor Of(v1::Role role, const std::string& person);

}  // namespace clarion::testing
