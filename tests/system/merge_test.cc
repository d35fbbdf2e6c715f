// A merger changes two incidents, in one commit: whoever works on either meanwhile, and whatever is
// killed amid it, both are merged or neither is.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/refusal.h"
#include "tests/support/caller.h"
#include "tests/support/status_matchers.h"
#include "tests/support/watcher.h"
#include "tests/system/office.h"

namespace clarion::system {
namespace {

using ::testing::IsEmpty;
using Incidents = v1::IncidentService::Stub;

constexpr absl::Duration kMergerPatience = absl::Seconds(30);
constexpr int kPairs = 40;

v1::MergeIncidentRequest Merger(const std::string& from, const std::string& into) {
  v1::MergeIncidentRequest request;
  request.set_name(into);
  request.set_from(from);
  request.set_basis("同一事件");
  request.set_request_id(support::NewRequestId());
  return request;
}

absl::StatusOr<v1::Docket> Merge(Office& office, const v1::MergeIncidentRequest& request) {
  return support::Call(office.group(), "incident", office.approver(), &Incidents::MergeIncident,
                       request);
}

absl::StatusOr<v1::Docket> AddNote(Office& office, const std::string& incident) {
  v1::AddNoteRequest request;
  request.set_name(incident);
  request.mutable_note()->set_text("电话记录");
  request.set_request_id(support::NewRequestId());
  return support::Call(office.group(), "incident", office.duty(), &Incidents::AddNote, request);
}

// The merger's record in a history; null when there is none.
const v1::Record* MergerIn(const std::vector<v1::Record>& records) {
  for (const v1::Record& record : records) {
    for (const v1::Event& event : record.events()) {
      if (event.has_incident_merged() || event.has_incident_merged_away()) return &record;
    }
  }
  return nullptr;
}

TEST(Merger, OfIncidentsThatOthersWriteMeanwhileKeepsEveryAcknowledgedAct) {
  Office office;
  support::Watcher watcher(office.group(), "broadcast", office.inspector(), kRegion);
  ASSERT_TRUE(watcher.WaitForSnapshot(kMergerPatience));
  const std::string from = Must(office.Register(office.NewIncident())).name();
  const std::string into = Must(office.Register(office.NewIncident())).name();

  std::atomic<int> kept_from{0};
  std::atomic<int> kept_into{0};
  std::atomic<bool> merged{false};
  const auto write = [&](const std::string& incident, std::atomic<int>& kept) {
    while (!merged) {
      const auto noted = AddNote(office, incident);
      if (noted.ok()) ++kept;
      if (core::ReasonOf(noted.status()) == v1::ERROR_REASON_TERMINAL_STATE) return;
    }
  };
  std::thread on_from(write, from, std::ref(kept_from));
  std::thread on_into(write, into, std::ref(kept_into));
  while (kept_from < 10 || kept_into < 10) std::this_thread::yield();
  absl::StatusOr<v1::Docket> survivor = absl::UnavailableError("not asked");
  const v1::MergeIncidentRequest request = Merger(from, into);
  // Five races lost in a row are told to the caller, who asks again.
  for (int i = 0; i < 100 && !survivor.ok(); ++i) survivor = Merge(office, request);
  merged = true;
  on_from.join();
  on_into.join();
  ASSERT_TRUE(survivor.ok()) << survivor.status();

  const v1::Docket ended = Must(office.Get(from));
  EXPECT_EQ(ended.state(), v1::INCIDENT_STATE_MERGED);
  EXPECT_EQ(ended.merged_into(), into);
  EXPECT_EQ(ended.notes_size(), kept_from);
  const v1::Docket goes_on = Must(office.Get(into));
  EXPECT_EQ(goes_on.notes_size(), kept_into);
  ASSERT_EQ(goes_on.merged_size(), 1);
  EXPECT_EQ(goes_on.merged(0).name(), from);

  // Asked again, it is answered as the first time, whatever was done since.
  const v1::Docket again = Must(Merge(office, request));
  EXPECT_EQ(again.SerializeAsString(), survivor->SerializeAsString());

  ASSERT_TRUE(watcher.WaitForVersion(into, goes_on.version(), kMergerPatience));
  ASSERT_TRUE(watcher.WaitForVersion(from, ended.version(), kMergerPatience));
  EXPECT_THAT(watcher.Faults(), IsEmpty());
}

TEST(Merger, AmidWhichTheServiceIsKilledIsWholeOrNotAtAll) {
  Office office;
  std::vector<v1::MergeIncidentRequest> mergers;
  for (int i = 0; i < kPairs; ++i) {
    const std::string from = Must(office.Register(office.NewIncident())).name();
    mergers.push_back(Merger(from, Must(office.Register(office.NewIncident())).name()));
  }
  std::atomic<int> asked{0};
  std::vector<bool> acknowledged(kPairs);
  std::thread approver([&] {
    for (size_t i = 0; i < mergers.size(); ++i) {
      ++asked;
      acknowledged[i] = Merge(office, mergers[i]).ok();
    }
  });
  while (asked < kPairs / 4) std::this_thread::yield();
  office.group().Kill("incident");
  Must(office.group().Start({"incident"}));
  approver.join();

  int whole = 0;
  for (size_t i = 0; i < mergers.size(); ++i) {
    const auto of_from = Must(office.Records(mergers[i].from()));
    const auto of_into = Must(office.Records(mergers[i].name()));
    const v1::Record* ends = MergerIn(of_from);
    const v1::Record* goes_on = MergerIn(of_into);
    ASSERT_EQ(ends == nullptr, goes_on == nullptr) << mergers[i].from();
    EXPECT_TRUE(ends != nullptr || !acknowledged[i]) << "acknowledged and not kept";
    if (ends == nullptr) continue;
    ++whole;
    EXPECT_EQ(ends->request_id(), mergers[i].request_id());
    EXPECT_EQ(goes_on->request_id(), mergers[i].request_id());
    EXPECT_EQ(Must(office.Get(mergers[i].from())).state(), v1::INCIDENT_STATE_MERGED);
  }
  EXPECT_GE(whole, kPairs / 4 - 1);
}

TEST(Merger, LetsAFurtherReportOfTheSameMatterFindTheIncidentThatGoesOn) {
  Office office;
  v1::RegisterIncidentRequest first = office.NewIncident();
  first.mutable_incident()->set_fingerprint("fire-7");
  const std::string from = Must(office.Register(first)).name();
  const std::string into = Must(office.Register(office.NewIncident())).name();
  Must(Merge(office, Merger(from, into)));
  v1::RegisterIncidentRequest again = office.NewIncident();
  again.mutable_incident()->set_fingerprint("fire-7");
  const auto refused = office.Register(again);
  EXPECT_EQ(core::ReasonOf(refused.status()), v1::ERROR_REASON_DUPLICATE_REPORT);
  EXPECT_THAT(std::string(refused.status().message()),
              ::testing::HasSubstr(into.substr(into.rfind('/') + 1)));
}

}  // namespace
}  // namespace clarion::system
