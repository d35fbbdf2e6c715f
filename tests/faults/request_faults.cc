// Faults of those who ask: the same request many times at once, approvers racing. Rows 29 and 31.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"
#include "tests/faults/fault.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kAnswered = absl::Seconds(15);
constexpr int kAtOnce = 100;

std::optional<v1::Docket> Done(Scene& scene, const Act& act) {
  const auto docket = scene.traffic().SendPatiently(act, kAnswered, scene.traffic().own_journal());
  scene.Expect(docket.ok() || !scene.alone(),
               absl::StrCat(act.op, ": ", docket.status().ToString()));
  if (!docket.ok()) return std::nullopt;
  return *docket;
}

// All that were acknowledged were given the same answer.
void ExpectOneAnswer(Scene& scene, const std::string& what,
                     const std::vector<absl::StatusOr<v1::Docket>>& answers) {
  std::set<std::string> heads;
  int acknowledged = 0;
  for (const auto& answer : answers) {
    if (!answer.ok()) continue;
    ++acknowledged;
    heads.insert(absl::StrCat(answer->name(), "@", answer->etag()));
  }
  scene.Expect(heads.size() <= 1, absl::StrCat(what, " in ", answers.size(), " copies had ",
                                               heads.size(), " different answers"));
  if (scene.alone()) {
    scene.Expect(acknowledged > 0,
                 absl::StrCat(what, " in ", answers.size(), " copies: no answer"));
  }
}

void AHundredTimes(Scene& scene, Random& random) {
  const People& people = scene.traffic().people(0);
  const Act registration = RegisterDrill(people, random);
  ExpectOneAnswer(scene, "a registration", scene.traffic().Burst(registration, kAtOnce));
  const auto docket = scene.traffic().book().Pick(people.region, random);
  if (!docket.has_value()) return;
  const Act note = AddNote(people, *docket, "电话记录");
  ExpectOneAnswer(scene, "a note", scene.traffic().Burst(note, kAtOnce));
  // The same id for another request is refused, as long as the first is remembered.
  const Act other = Again(AddNote(people, *docket, "另一份电话记录"), note.request_id);
  const auto refused = scene.traffic().Send(other, kAtOnce + 1, scene.traffic().own_journal());
  scene.Expect(!refused.ok(), "another request under a used id was taken");
}

// A case whose text waits for approval.
std::optional<v1::Docket> Submitted(Scene& scene, Random& random) {
  const People& people = scene.traffic().people(0);
  auto docket = Done(scene, Hidden(RegisterDrill(people, random)));
  for (const char* op : {"verify", "draft", "submit"}) {
    if (!docket.has_value()) return std::nullopt;
    docket = Done(scene, Hidden(Step(people, *docket, op)));
  }
  return docket;
}

void ApproversRace(Scene& scene, Random& random) {
  const People& people = scene.traffic().people(0);
  const int times = scene.options().long_faults ? 20 : 3;
  for (int i = 0; i < times; ++i) {
    const auto docket = Submitted(scene, random);
    if (!docket.has_value()) continue;
    const auto answers = scene.traffic().Race(
        {Hidden(Approve(people, *docket, 0)), Hidden(Approve(people, *docket, 1)),
         Hidden(Approve(people, *docket, 0)), Hidden(Approve(people, *docket, 1))});
    int approved = 0;
    for (const auto& answer : answers) approved += answer.ok() ? 1 : 0;
    scene.Expect(approved <= 1, absl::StrCat(approved, " approvals of one text were taken"));
    if (scene.alone()) scene.Expect(approved == 1, "none of the racing approvals was taken");
  }
}

// Who wrote a text does not approve it, whatever races with it.
void ApproveOwnText(Scene& scene, Random& random) {
  const People& people = scene.traffic().people(0);
  const int times = scene.options().long_faults ? 10 : 2;
  for (int i = 0; i < times; ++i) {
    auto docket = Done(scene, Hidden(RegisterDrill(people, random)));
    if (docket.has_value()) docket = Done(scene, Hidden(Step(people, *docket, "verify")));
    if (docket.has_value()) docket = Done(scene, Hidden(DraftBy(*docket, people.approvers[0])));
    if (docket.has_value()) docket = Done(scene, Hidden(Step(people, *docket, "submit")));
    if (!docket.has_value()) continue;
    const auto own =
        scene.traffic().Send(Hidden(Approve(people, *docket, 0)), 1, scene.traffic().own_journal());
    scene.Expect(!own.ok(), "an author approved the own text");
    if (scene.alone()) {
      scene.Expect(core::ReasonOf(own.status()) == v1::ERROR_REASON_SELF_APPROVAL,
                   absl::StrCat("own text refused otherwise: ", own.status().ToString()));
    }
  }
}

}  // namespace

void AddRequestFaults(std::vector<Fault>& all) {
  all.push_back({.row = 29,
                 .name = "request-hundredfold",
                 .what = "one request in a hundred copies at once: one effect, one answer",
                 .inject = AHundredTimes});
  all.push_back({.row = 31,
                 .name = "approvers-race",
                 .what = "two approvers at the same instant: one approval",
                 .inject = ApproversRace});
  all.push_back({.row = 31,
                 .name = "own-approval",
                 .what = "an author who is an approver approves the own text: refused",
                 .inject = ApproveOwnText});
}

}  // namespace clarion::faults
