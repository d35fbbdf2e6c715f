// Cover (代行): leave that leaves a post or a pair without anybody is accepted, and shown until
// cured.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "services/core/speakers.h"

namespace clarion::core {
namespace {

using StandIns = std::vector<const v1::Official*>;

// Who stands in for `official` during `leave`: who is named to preside; for a deputy mayor the
// complements; for the head of the county the executive deputy.
StandIns StandInsFor(const v1::Roster& roster, const v1::Official& official,
                     const v1::Leave& leave) {
  StandIns stand_ins;
  if (const v1::Official* acting = FindOfficial(roster, leave.acting()); acting != nullptr) {
    stand_ins.push_back(acting);
  }
  const v1::Body* body = FindBody(roster, official.body());
  const bool heads_county =
      official.principal() && body != nullptr && body->kind() == v1::BODY_KIND_COUNTY;
  for (const v1::Official& other : roster.officials()) {
    if (Contains(other.complement_of(), official.id()) || (heads_county && other.executive())) {
      stand_ins.push_back(&other);
    }
  }
  return stand_ins;
}

// Posts somebody must answer for at every instant.
bool MustBeCovered(const v1::Official& official) {
  return official.principal() || official.executive() || official.in_charge_of_size() > 0;
}

v1::UncoveredPost Uncovered(const v1::Official& official, absl::Time from, absl::Time to) {
  v1::UncoveredPost post;
  post.set_official(official.id());
  *post.mutable_from() = ToProto(from);
  if (to != absl::InfiniteFuture()) *post.mutable_to() = ToProto(to);
  return post;
}

// The parts of `leave` from `now` on in which no stand-in is there. Who is there changes only at
// the edges of leaves, so each piece between two edges is judged at its beginning.
void AddGaps(std::vector<v1::UncoveredPost>& posts, const v1::Official& official,
             const v1::Leave& leave, const StandIns& stand_ins, absl::Time now) {
  const absl::Time from = std::max(now, FromProto(leave.from()));
  const absl::Time to = FromProto(leave.to());
  if (from >= to) return;
  std::set<absl::Time> edges = {from, to};
  for (const v1::Official* other : stand_ins) {
    for (const v1::Leave& theirs : other->leave()) {
      for (const absl::Time edge : {FromProto(theirs.from()), FromProto(theirs.to())}) {
        if (from < edge && edge < to) edges.insert(edge);
      }
    }
  }
  for (auto edge = edges.begin(); std::next(edge) != edges.end(); ++edge) {
    const bool covered = std::any_of(stand_ins.begin(), stand_ins.end(),
                                     [&](const auto* other) { return IsPresent(*other, *edge); });
    if (covered) continue;
    const bool goes_on = !posts.empty() && posts.back().official() == official.id() &&
                         FromProto(posts.back().to()) == *edge;
    if (goes_on) {
      *posts.back().mutable_to() = ToProto(*std::next(edge));
    } else {
      posts.push_back(Uncovered(official, *edge, *std::next(edge)));
    }
  }
}

}  // namespace

std::vector<v1::UncoveredPost> UncoveredPosts(const v1::Roster& roster, absl::Time now) {
  std::vector<v1::UncoveredPost> posts;
  for (const v1::Official& official : roster.officials()) {
    if (!MustBeCovered(official)) continue;
    if (official.vacant()) {
      const v1::Official* acting = FindOfficial(roster, official.acting());
      if (acting == nullptr) posts.push_back(Uncovered(official, now, absl::InfiniteFuture()));
      continue;
    }
    for (const v1::Leave& leave : official.leave()) {
      AddGaps(posts, official, leave, StandInsFor(roster, official, leave), now);
    }
  }
  return posts;
}

}  // namespace clarion::core
