// The validators by subject. Each function gives one verdict, or the few that are named with it.
//
// Of the run: what was acknowledged is kept, once, in order. Of the papers: what each record says
// is lawful. Of the places: due set, log, names and requests say what the papers say. Of the
// watchers: etcd's guarantees, one by one.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"
#include "tests/faults/truth.h"
#include "tests/faults/verdicts.h"

namespace clarion::faults {

// One request with all its tries.
struct Asked {
  std::vector<const Attempt*> tries = {};
  int64_t called = kNever;    // first
  int64_t answered = kNever;  // first with an acknowledgement
};
using AllAsked = std::unordered_map<std::string, Asked>;
AllAsked GroupByRequest(const History& history);

// What every validator may look at.
struct Case {
  const History& history;
  const Dump& dump;
  const Truth& truth;
  const AllAsked& asked;

  // Acknowledged bytes were cut on purpose: what clients were told cannot be held against the
  // store.
  bool cut() const;
  // Clocks were stepped: instants as seen from outside are not compared.
  bool clock_stepped() const;
  // Whether what was acknowledged at `t` may be lost: RELAXED, and power was cut within 2 s.
  bool may_be_lost(int64_t t) const;
};

// check_requests.cc
// `acknowledged`: each act that was answered is in the history at the version answered, with the
// head answered.
void CheckAcknowledged(const Case& of, Verdicts& verdicts);
// `at_most_once`: no request has two records.
void CheckAtMostOnce(const Case& of, Verdicts& verdicts);
// `fail_means_nothing`: what was only ever refused has no record.
void CheckFailMeansNothing(const Case& of, Verdicts& verdicts);
// `same_answer`: repeats are answered like the first; another body under the same id never.
void CheckSameAnswer(const Case& of, Verdicts& verdicts);
// `no_invention`: each record was asked for, of this paper, or is the system's own.
void CheckNoInvention(const Case& of, Verdicts& verdicts);
// `mergers_whole`: what ended in a merger and what went on say so in one commit.
void CheckMergersWhole(const Case& of, Verdicts& verdicts);
// `serves_after_healing`: after the last fault every try is answered.
void CheckServesAfterHealing(const Case& of, Verdicts& verdicts);

// check_order.cc
// `real_time_order`: of two acts on one paper, one answered before the other was called has the
// lower version. `region_order`: the same for all acts of a region and their places in the log.
void CheckRealTimeOrder(const Case& of, Verdicts& verdicts);
// `reads_current`: a read is not behind what was answered before it, nor ahead of what was called.
// `reads_true`: it shows the head of its version.
void CheckReads(const Case& of, Verdicts& verdicts);

// check_papers.cc
// `paper_sound`: each body is what was written, of its own name. `chain`: the records lead to its
// head. `fold`: the body is the fold of the records.
void CheckPapers(const Case& of, Verdicts& verdicts);

// check_places.cc
// `due_set`: exactly the open papers, each at the instant the law says. `ended_set`: exactly the
// ended ones.
void CheckDueSet(const Case& of, Verdicts& verdicts);
// `log_dense`: no sequence is missing. `log_equals_histories`: each record of each paper is in the
// log once, with the same bytes, in the order of versions, and nothing else is.
void CheckLog(const Case& of, Verdicts& verdicts);
// `request_keys`: each remembered request names its record, and each record of a client is
// remembered.
void CheckRequestKeys(const Case& of, Verdicts& verdicts);
// `names_held`: each open incident holds the name of its matter, and no name is held by none.
void CheckNamesHeld(const Case& of, Verdicts& verdicts);
// `list`: a list of open incidents, taken when all was quiet, is complete and current.
void CheckListings(const Case& of, Verdicts& verdicts);

// A validator that follows each docket record by record.
class DocketCheck {
 public:
  virtual ~DocketCheck() = default;
  virtual void Begin(const PaperFacts& paper) { paper_ = &paper; }
  virtual void Take(const v1::Record& record, const v1::Docket& after) = 0;
  virtual void End(const v1::Docket& /*docket*/) {}

 protected:
  // `regions/../incidents/.. version 7`.
  std::string Where(const v1::Record& record) const;
  const PaperFacts* paper_ = nullptr;
};
using DocketChecks = std::vector<std::unique_ptr<DocketCheck>>;

// check_papers.cc: `fold`, for dockets.
void AddFoldCheck(Verdicts& verdicts, DocketChecks& checks);
// check_clocks.cc: `clocks_at_birth`, `decided_once`, `never_early`, `late_is_flagged`,
// `nothing_overdue`, `time_forward`.
void AddClockChecks(const Case& of, Verdicts& verdicts, DocketChecks& checks);
// check_people.cc: `one_speaker`, `speaker_present`, `two_people`, `texts_bound`.
void AddPeopleChecks(const Case& of, Verdicts& verdicts, DocketChecks& checks);
// check_notices.cc: `notices`, `drill_stays_inside`.
void AddNoticeChecks(Verdicts& verdicts, DocketChecks& checks);
// check_law.cc: `law`: every state in between is lawful (tests/core/laws.h).
void AddLawCheck(Verdicts& verdicts, DocketChecks& checks);

// check_watch.cc: `watch_ordered`, `watch_unique`, `watch_complete`, `watch_resumable`,
// `watch_atomic`, `watch_bookmarkable`, `watch_true`.
void CheckWatch(const Case& of, Verdicts& verdicts);
// check_seen.cc: `never_early_as_seen`: nobody heard of a breach before its instant by the store's
// clock.
void CheckNeverEarlyAsSeen(const Case& of, Verdicts& verdicts);

}  // namespace clarion::faults
