// Speakers (发言人): who may speak for an incident at an instant.
//
// Grades I and II ask for the principal leader (主要负责人要带头主动发声); the chain below says who
// stands in. Other grades admit any leader or spokesperson of a body involved, or a county leader.
// Everybody is judged at an instant, because leave is.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/roster.pb.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::core {

const v1::Body* FindBody(const v1::Roster& roster, const std::string& id);
const v1::Official* FindOfficial(const v1::Roster& roster, const std::string& id);

// In the post and not on leave at `at`.
bool IsPresent(const v1::Official& official, absl::Time at);

// The chain of grades I and II at `at`, each once, in order: principals of lead and supporting
// bodies or those acting for them; deputies in charge; complements of deputies on leave; the
// executive deputy; the mayor. Only those present.
std::vector<const v1::Official*> PrincipalChain(const v1::Roster& roster,
                                                const v1::Assignment& assignment, absl::Time at);

// Those the law picks from, in order. Below grade II everybody else who may speak follows the
// chain.
std::vector<const v1::Official*> SpeakerChain(const v1::Roster& roster,
                                              const v1::Assignment& assignment, v1::Grade grade,
                                              absl::Time at);

// Refused as NO_SUCH_OFFICIAL, SPEAKER_ON_LEAVE, POST_VACANT, SPEAKER_NOT_OF_INVOLVED_BODY or, for
// SPEAKER_RULE_PRINCIPAL, SPEAKER_NOT_PRINCIPAL.
absl::Status CheckSpeaker(const v1::Roster& roster, const v1::Assignment& assignment,
                          v1::SpeakerRule rule, const std::string& official, absl::Time at);

}  // namespace clarion::core
