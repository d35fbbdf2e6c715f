// A process or Redis is killed with SIGKILL amid registrations and started again: nothing
// acknowledged is missing, every incident has its clocks, a repeated request gets its first answer,
// and a watch goes on without gap or repeat.
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/watcher.h"
#include "tests/system/office.h"
#include "tests/system/registrations.h"

namespace clarion::system {
namespace {

using ::testing::IsEmpty;

constexpr int kThreads = 4;
constexpr size_t kBefore = 60;
constexpr size_t kAfter = 60;
constexpr absl::Duration kPatience = absl::Seconds(30);

// Registers, breaks, registers on, and compares what was acknowledged with what is there.
void RegisterAcross(Office& office, const std::function<void()>& break_and_mend) {
  support::Watcher watcher(office.group(), "broadcast", office.inspector(), kRegion);
  ASSERT_TRUE(watcher.WaitForSnapshot(kPatience));
  Registrations registrations(office, kThreads);
  ASSERT_TRUE(registrations.WaitFor(kBefore, kPatience));
  break_and_mend();
  const size_t mended = registrations.All().size();
  ASSERT_TRUE(registrations.WaitFor(mended + kAfter, kPatience));
  registrations.Stop();

  EXPECT_THAT(registrations.Refusals(), IsEmpty());
  ExpectNothingLostOrTwice(office, registrations.All());
  for (const Acknowledged& one : registrations.All()) {
    v1::Docket docket = Must(office.Get(one.docket.name()));
    ASSERT_TRUE(watcher.WaitForVersion(docket.name(), docket.version(), kPatience))
        << "the watch does not know " << docket.name();
    docket.clear_etag();
    EXPECT_EQ(watcher.Known(docket.name()).SerializeAsString(), docket.SerializeAsString());
  }
  EXPECT_THAT(watcher.Faults(), IsEmpty());
  EXPECT_EQ(watcher.Resyncs(), 0) << "a token of a moment ago could not be followed";
}

class KilledService : public ::testing::TestWithParam<std::string> {};

TEST_P(KilledService, AmidRegistrationsLosesNothingAcknowledged) {
  Office office;
  RegisterAcross(office, [&] {
    office.group().Kill(GetParam());
    Must(office.group().Start({GetParam()}));
  });
}

INSTANTIATE_TEST_SUITE_P(FourDesks, KilledService, ::testing::ValuesIn(support::FourDesks()),
                         [](const auto& parameter) { return parameter.param; });

TEST(KilledRedis, AmidRegistrationsLosesNothingAcknowledged) {
  Office office;
  RegisterAcross(office, [&] {
    office.redis().Kill();
    office.redis().Start();
  });
}

TEST(Watch, GoesOnWithoutGapOrRepeatAcrossAKillOfBroadcastAndOneOfRedis) {
  Office office;
  RegisterAcross(office, [&] {
    office.group().Kill("broadcast");
    office.redis().Kill();
    office.redis().Start();
    Must(office.group().Start({"broadcast"}));
  });
}

}  // namespace
}  // namespace clarion::system
