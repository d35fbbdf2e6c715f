// What people do in a run: acts ready to be sent, and repeated as often as it takes with the same
// request id.
//
//     Act act = RegisterDrill(people, random);
//     std::optional<Act> next = NextAct(people, docket, random);   // what suits the case as it is
//
// Pure but for random numbers and the wall clock.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "grpcpp/channel.h"
#include "tests/faults/office.h"

namespace clarion::faults {

using Random = std::mt19937_64;

struct Act {
  std::string op = {};        // `register`, `add_report`, `publish`
  std::string desk = {};      // who is asked
  std::string incident = {};  // empty for a registration
  std::string etag = {};
  std::string request_id = {};
  std::string body = {};  // hash that tells two requests apart
  bool idle = false;      // may be answered OK without a record
  bool hidden = false;    // others do not learn of the case
  // Calls the desk under the request id.
  std::function<absl::StatusOr<v1::Docket>(const std::shared_ptr<grpc::Channel>&,
                                           const std::string& request_id, absl::Duration)>
      send = nullptr;
};

// A drill whose limits are 3,600 times shorter, detected at a random instant of the last seconds:
// its deadlines fall due while the run lasts.
Act RegisterDrill(const People& people, Random& random);

// The next act of the ordinary course, or one that is always possible; none when the case is over.
std::optional<Act> NextAct(const People& people, const v1::Docket& docket, Random& random);

// Another case merged into this one.
Act Merge(const People& people, const v1::Docket& docket, const std::string& from);

// A step of a case's course: `verify`, `draft`, `submit`, `find_false`.
Act Step(const People& people, const v1::Docket& docket, const std::string& op);
// The last text approved by approver `who`; a text drafted with the token of `author`.
Act Approve(const People& people, const v1::Docket& docket, size_t who);
Act DraftBy(const v1::Docket& docket, const std::string& author);
// A real incident whose limits are hours away: nothing happens to it by itself.
Act RegisterQuiet(const People& people);
// A note, possible as long as the case is open.
Act AddNote(const People& people, const v1::Docket& docket, const std::string& text);

// The act under a request id used before.
Act Again(Act act, const std::string& request_id);
// The act of a fault's own: others do not go on with its case.
inline Act Hidden(Act act) {
  act.hidden = true;
  return act;
}

// True in `percent` of a hundred cases.
inline bool Chance(Random& random, unsigned percent) { return random() % 100 < percent; }

}  // namespace clarion::faults
