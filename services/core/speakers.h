// Speakers (发言人): who may speak for an incident at an instant.
//
// Grades I and II ask for the principal leader (主要负责人要带头主动发声); the chain below says who
// stands in. Other grades admit any leader or spokesperson of a body involved, or a county leader.
// Everybody is judged at an instant, because leave is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/errors.pb.h"
#include "clarion/v1/roster.pb.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::core {

const v1::Body* FindBody(const v1::Roster& roster, const std::string& id);
const v1::Official* FindOfficial(const v1::Roster& roster, const std::string& id);

// In the post and not on leave at `at`.
bool IsPresent(const v1::Official& official, absl::Time at);

// Who answers for a body at `at`: its principal, or who presides (主持工作) while the post is empty
// or its holder on leave. Null when nobody does.
const v1::Official* PrincipalAt(const v1::Roster& roster, const std::string& body, absl::Time at);

// The first instant after `now` at which a leave of `official` begins; none when the roster has
// none.
std::optional<absl::Time> NextLeave(const v1::Official& official, absl::Time now);

// Posts that nobody covers at some instant from `now` on: of principals on leave without anybody
// acting, of deputies whose complements are on leave too, vacant ones without anybody presiding.
std::vector<v1::UncoveredPost> UncoveredPosts(const v1::Roster& roster, absl::Time now);

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

// One of the chain as people are shown it.
struct ChainPlace {
  const v1::Official* official;
  int step;  // 1 to 6 as the law counts them; 7: whom grades III and lower admit besides
  v1::ErrorReason reason;  // why not; UNSPECIFIED: may speak
};

// The whole chain at `at`, each official once, in order: those who may speak and those who would,
// were they there, each with the reason.
std::vector<ChainPlace> WholeChain(const v1::Roster& roster, const v1::Assignment& assignment,
                                   v1::Grade grade, absl::Time at);

// Refused as NO_SUCH_OFFICIAL, SPEAKER_ON_LEAVE, POST_VACANT, SPEAKER_NOT_OF_INVOLVED_BODY or, for
// SPEAKER_RULE_PRINCIPAL, SPEAKER_NOT_PRINCIPAL.
absl::Status CheckSpeaker(const v1::Roster& roster, const v1::Assignment& assignment,
                          v1::SpeakerRule rule, const std::string& official, absl::Time at);

}  // namespace clarion::core
