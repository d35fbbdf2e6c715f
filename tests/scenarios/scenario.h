// A scenario as read from its file: who there is, what is done when, and what must then be seen.
//
// The words are those of acceptance/README.md. Instants are absolute; `T` is gone after reading but
// for `at_text`, which messages show.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/roster.pb.h"
#include "nlohmann/json.hpp"

namespace clarion::scenarios {

// An account that acts: a user, or an official signing for themselves.
struct Person {
  std::string id;
  std::string name;
  std::string body;
  v1::Role role = v1::ROLE_UNSPECIFIED;
};

struct Given {
  std::string region;  // six digits
  absl::Time t0;
  v1::Roster roster;  // names, superior, bodies, officials and their leave
  std::vector<Person> users;
};

struct Step {
  int number = 0;  // 1 is the first of the file
  absl::Time at;
  std::string at_text;
  std::string actor;  // empty for `system`
  std::string act;
  nlohmann::json args;
  std::string code;    // expected: `OK`, or the canonical name of the error
  std::string reason;  // expected; empty with `OK`
};

struct Check {
  int number = 0;
  absl::Time at;
  std::string at_text;
  std::string incident;
  nlohmann::json expect;
};

struct Scenario {
  std::string id;
  Given given;
  std::vector<Step> steps;    // in time order
  std::vector<Check> checks;  // as in the file
};

// `T+05:00:01` as an instant; the text must match IsInstant.
absl::Time InstantOf(const std::string& text, absl::Time t0);
bool IsInstant(const std::string& text);

// The person behind an actor: a user of `given`, else an official. Id empty when there is none.
Person PersonOf(const Given& given, const std::string& actor);

// Who that is to the services.
v1::Actor ActorOf(const Given& given, const std::string& actor);

}  // namespace clarion::scenarios
