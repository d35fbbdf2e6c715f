#include "tests/system/registrations.h"

#include <set>

#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "tests/support/caller.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"

namespace clarion::system {
namespace {

constexpr absl::Duration kRegisterPatience = absl::Seconds(30);

// Open incidents of the region, as lists show them.
int CountListed(Office& office) {
  v1::ListIncidentsRequest request;
  request.set_parent(kRegion);
  const auto list = support::Call(office.group(), "broadcast", office.duty(),
                                  &v1::BroadcastService::Stub::ListIncidents, request);
  return list.ok() ? list->total_size() : -1;
}

}  // namespace

Registrations::Registrations(Office& office, int threads) : office_(office) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

void Registrations::Work() {
  while (!stopping_) {
    Acknowledged one;
    one.request = office_.NewIncident();
    absl::StatusOr<v1::Docket> docket = office_.RegisterPatiently(one.request, kRegisterPatience);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (docket.ok()) {
      one.docket = *std::move(docket);
      acknowledged_.push_back(std::move(one));
    } else {
      refusals_.push_back(docket.status().ToString());
    }
  }
}

bool Registrations::WaitFor(size_t count, absl::Duration limit) {
  return support::WaitUntil(limit, [&] {
    const std::lock_guard<std::mutex> lock(mutex_);
    return acknowledged_.size() >= count;
  });
}

void Registrations::Stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

std::vector<Acknowledged> Registrations::All() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return acknowledged_;
}

std::vector<std::string> Registrations::Refusals() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return refusals_;
}

void ExpectNothingLostOrTwice(Office& office, const std::vector<Acknowledged>& all) {
  std::set<std::string> names;
  for (const Acknowledged& one : all) {
    EXPECT_TRUE(names.insert(one.docket.name()).second) << one.docket.name() << " was given twice";
    const auto docket = office.Get(one.docket.name());
    ASSERT_THAT(docket, testing::IsOk());
    EXPECT_EQ(docket->title(), one.request.incident().title());
    // Grade II: authoritative information, press conference, report to the superior.
    EXPECT_EQ(docket->obligations_size(), 3) << one.docket.name();
    for (const v1::Obligation& obligation : docket->obligations()) {
      EXPECT_TRUE(obligation.has_due_at());
    }
    const auto again = office.Register(one.request);
    ASSERT_THAT(again, testing::IsOk());
    EXPECT_EQ(again->SerializeAsString(), one.docket.SerializeAsString())
        << "the same request id was answered otherwise";
  }
  const bool listed = support::WaitUntil(
      absl::Seconds(10), [&] { return CountListed(office) == static_cast<int>(names.size()); });
  EXPECT_TRUE(listed) << names.size() << " acknowledged, " << CountListed(office) << " listed";
}

}  // namespace clarion::system
