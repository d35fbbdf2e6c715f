// Dockets, rosters, records and answers the tests look at; it is 2026-11-23 12:10 Beijing time
// there.
#pragma once

#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/admin_service.pb.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"
#include "clarion/v1/release_service.pb.h"
#include "clarion/v1/roster.pb.h"
#include "clarion/v1/rule_pack.pb.h"
#include "clarion/v1/spokesperson_service.pb.h"
#include "clarion/v1/timeline_service.pb.h"

namespace clarion::tests {

absl::Time FixtureNow();

// Grade II, found at 08:00, its text nearly due, one clock met and one met late.
v1::Docket MajorFire();
// Not graded, overdue; its title attacks the terminal.
v1::Docket OverdueComplaint();
// A drill 60 times faster, found at 12:00.
v1::Docket Drill();
v1::Roster County();
std::vector<v1::Record> HistoryOfMajorFire();
// The same fire with all that can lie in a file: facts in two versions, a text that quotes an old
// figure and waits for a co-signature, a waiver to approve, evidence to confirm, a note, a
// referral.
v1::Docket FireWithEverything();
// County with the deputy added, the head's post changed and on leave, the town gone.
v1::Roster CountyAfterwards();

v1::ProposeSpeakersResponse ChainOfMajorFire();
v1::SimulateDeadlinesResponse ClocksOfGradeTwo();
v1::RulePack TwoRules();
v1::FillTemplateResponse FirstRelease();
v1::ListAccountsResponse AccountsOfCounty();
v1::ListNoticesResponse NoticesOfMajorFire();
v1::ListLikelyDuplicatesResponse LikelyDuplicates();

// A message from its text form; an error in it ends the test program.
template <class Message>
Message FromText(const char* text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) std::abort();
  return message;
}

}  // namespace clarion::tests
