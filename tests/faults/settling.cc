// How a run ends: mended, quiet, everything decided and told, and written down.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "services/store/keys.h"
#include "services/store/paper_store.h"
#include "tests/faults/fault.h"
#include "tests/faults/journal.h"
#include "tests/faults/scene.h"
#include "tests/support/caller.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kServesAgain = absl::Seconds(15);
constexpr absl::Duration kAnswersAgain = absl::Seconds(15);
constexpr absl::Duration kDecided = absl::Seconds(15);
constexpr absl::Duration kTold = absl::Seconds(15);
// What was under way when the last fault was mended is over by then.
constexpr absl::Duration kMended = absl::Milliseconds(2500);
// For so long every act must be answered.
constexpr absl::Duration kWellAgain = absl::Milliseconds(500);
// What is due is decided within this, once all is well again.
constexpr absl::Duration kGrace = absl::Seconds(1);

}  // namespace

void Scene::AwaitService() {
  Expect(supervisor_.AwaitAll(kServesAgain), "15 s after the last fault not everything serves");
  for (const People& people : office_.regions()) {
    Random random(options_.seed);
    const auto done = traffic_->SendPatiently(RegisterDrill(people, random), kAnswersAgain,
                                              traffic_->own_journal());
    Expect(done.ok(), absl::StrCat("after the last fault ", people.region,
                                   " takes no act: ", done.status().ToString()));
  }
}

void Scene::AwaitNothingOverdue() {
  int64_t until = 0;
  const bool decided = support::WaitUntil(kDecided, [&] {
    until = absl::ToUnixMillis(absl::Now() - kGrace);
    const auto& regions = office_.regions();
    return std::all_of(regions.begin(), regions.end(), [&](const People& people) {
      const std::string due = store::ShardKey(store::ShardOf(people.region), "due");
      return redis_->Run({"ZCOUNT", due, "-inf", absl::StrCat(until)}) == "0";
    });
  });
  Expect(decided, "15 s after the last fault something overdue is not decided");
  const std::lock_guard<std::mutex> lock(mutex_);
  run_.end_ms = until;
}

void Scene::List() {
  Journal journal(options_.folder + "/lists/0.ndjson");
  for (const People& people : office_.regions()) {
    Listing listing = {.parent = people.region};
    v1::ListIncidentsRequest request;
    request.set_parent(people.region);
    request.set_page_size(200);
    do {
      listing.t = MonotonicMicros();
      const auto page = support::Call(desks_->Channel("broadcast"), people.inspector,
                                      &v1::BroadcastService::Stub::ListIncidents, request);
      Expect(page.ok(), absl::StrCat("no list: ", page.status().ToString()));
      if (!page.ok()) return;
      for (const v1::Docket& docket : page->incidents()) {
        listing.incidents.push_back({.incident = docket.name(), .version = docket.version()});
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    journal.Write(ListingLine(listing));
  }
}

void Scene::AwaitWatchers() {
  std::map<std::string, int64_t> ends;
  for (const People& people : office_.regions()) {
    ends[people.region] = LastSequence(people.region);
  }
  Expect(audience_->WaitCaughtUp(ends, kTold), "15 s after the last commit a watcher is behind");
}

void Scene::Settle() {
  AwaitService();
  Let(kMended);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    run_.healed_t = MonotonicMicros();
  }
  Let(kWellAgain);
  traffic_->Stop();
  AwaitNothingOverdue();
  // Nobody writes any more: watchers can come to the end.
  for (const char* desk : {"timeline", "timeline-2", "spokesperson", "incident"}) {
    supervisor_.HoldGently(desk);
  }
  SampleClock();
  AwaitWatchers();
  List();
  audience_->Stop();
  supervisor_.HoldGently("broadcast");
  for (const Supervisor::End& end : supervisor_.Ends()) {
    Expect(end.code >= 0, absl::StrCat(end.name, " ended by signal ", -end.code));
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  run_.end_t = MonotonicMicros();
  const absl::Status written = WriteRunFacts(options_.folder, run_);
  if (!written.ok()) violations_.push_back(written.ToString());
}

}  // namespace clarion::faults
