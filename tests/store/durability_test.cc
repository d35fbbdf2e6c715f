// What each durability on one Redis keeps, and what becomes of a Redis that keeps it no longer.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/store/confirmations.h"
#include "services/store/keys.h"
#include "tests/store/store_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"

namespace clarion::store {
namespace {

using Outcome = Committed::Outcome;
using ::clarion::support::WaitUntil;
using ::clarion::testing::IsOk;
using ::clarion::testing::RefusedAs;

constexpr absl::Duration kDurabilityNoticed = absl::Seconds(2);

struct Mode {
  std::string name;
  v1::Durability durability;
  std::string appendfsync;
};

// A store whose Redis may stand on a small disk, and whose syncs are witnessed.
class DurabilityTest : public StoreTest, public ::testing::WithParamInterface<Mode> {
 protected:
  DurabilityTest()
      : StoreTest({.appendfsync = GetParam().appendfsync, .data = "data", .start = false}) {}

  void Begin() {
    redis_.Start();
    Initialise();
    Store::Options options = OptionsOf("test");
    options.config.set_durability(GetParam().durability);
    auto store = Store::Open(std::move(options));
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }

  bool always() const { return GetParam().appendfsync == "always"; }

  // How many versions of the roster there are.
  int Versions() {
    const auto paper = LoadCurrent(RosterName());
    return paper.ok() ? static_cast<int>((*paper)->paper.roster().version()) : -1;
  }

  bool Recovers() {
    return WaitUntil(kPatience, [&] { return CommitNext("after").ok(); });
  }
};

TEST_P(DurabilityTest, ASettingChangedWhileRunningIsNoticedAndWritesAreRefused) {
  Begin();
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return store_->durability().kept; }));
  EXPECT_EQ(store_->durability().configured, GetParam().durability);
  EXPECT_EQ(store_->durability().node, redis_.socket());

  redis_.Run({"CONFIG", "SET", "appendfsync", "no"});
  EXPECT_TRUE(WaitUntil(kDurabilityNoticed, [&] { return !store_->durability().kept; }));
  EXPECT_NE(store_->durability().fault.find("appendfsync is `no`"), std::string::npos);
  EXPECT_FALSE(store_->durability().fault_zh.empty());
  EXPECT_TRUE(WaitUntil(kDurabilityNoticed, [&] { return !store_->Healthy(); }));
  EXPECT_THAT(CommitNext(), RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));

  redis_.Run({"CONFIG", "SET", "appendfsync", GetParam().appendfsync});
  EXPECT_TRUE(Recovers());
  EXPECT_TRUE(store_->durability().kept);
}

TEST_P(DurabilityTest, AKilledRedisLosesNothingThatWasAnswered) {
  Begin();
  for (int i = 0; i < 200; ++i) ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  redis_.Kill();
  redis_.Start();
  EXPECT_TRUE(WaitUntil(kPatience, [&] { return Versions() == 200; })) << Versions();
  EXPECT_TRUE(damages().empty());
}

TEST_P(DurabilityTest, APowerCutTakesWhatTheModeSaysAndNoMore) {
  const std::string witness = state_dir_ + "/synced";
  setenv("LD_PRELOAD", CLARION_FSYNC_WITNESS_LIBRARY, 1);
  setenv("CLARION_FSYNC_WITNESS", witness.c_str(), 1);
  Begin();
  unsetenv("LD_PRELOAD");
  // Long enough for a sync each second to have happened; the instant of each answer is kept.
  std::vector<absl::Time> answered;
  const absl::Time until = absl::Now() + absl::Milliseconds(always() ? 500 : 3500);
  while (absl::Now() < until) {
    ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
    answered.push_back(absl::Now());
  }
  const absl::Time cut = absl::Now();
  redis_.Kill();
  store_.reset();
  uintmax_t synced = 0;
  std::ifstream(witness) >> synced;
  const std::string file = redis_.AppendFile();
  ASSERT_GT(synced, 0u);
  ASSERT_LE(synced, std::filesystem::file_size(file));
  std::filesystem::resize_file(file, synced);  // what was never synced is gone
  redis_.Start();
  Store::Options options = OptionsOf("newcomer");
  options.config.set_durability(GetParam().durability);
  auto store = Store::Open(std::move(options));
  ASSERT_THAT(store, IsOk());
  store_ = *std::move(store);

  const auto kept = static_cast<size_t>(Versions());
  ASSERT_LE(kept, answered.size() + 1);
  if (always()) {
    EXPECT_GE(kept, answered.size());
  } else if (kept < answered.size()) {
    // The first act that is lost was answered so long before the cut.
    EXPECT_LE(cut - answered[kept], absl::Seconds(2));
  }
  // A process that had seen more does not go on as if nothing had happened.
  if (kept < answered.size()) {
    options = OptionsOf("test");
    options.config.set_durability(GetParam().durability);
    EXPECT_TRUE(absl::IsDataLoss(Store::Open(std::move(options)).status()));
  }
}

// Redis' data on a disk of 2 MiB, seen by this thread and its children alone.
class FullDiskTest : public DurabilityTest {
 protected:
  void SetUp() override {
    own_ = open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC);
    disk_ = redis_.data_folder();
    ASSERT_EQ(unshare(CLONE_NEWNS), 0);  // root only
    ASSERT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
    ASSERT_EQ(mount("disk", disk_.c_str(), "tmpfs", 0, "size=2m"), 0);
    Begin();
  }
  void TearDown() override {
    store_.reset();  // a thread that is not alone may not go back
    redis_.Kill();
    umount2(disk_.c_str(), MNT_DETACH);
    EXPECT_EQ(setns(own_, CLONE_NEWNS), 0);
    close(own_);
  }

  // Fills the disk with something else, to the last byte.
  void Fill() {
    std::ofstream file(disk_ + "/ballast", std::ios::binary);
    const std::string block(4096, 'x');
    while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void Free() { std::filesystem::remove(disk_ + "/ballast"); }

  std::string disk_;
  int own_ = -1;
};

TEST_P(FullDiskTest, RefusesWritesAndLosesNothingThatIsOnDisk) {
  for (int i = 0; i < 20; ++i) ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  Fill();
  // The first that finds no room: with `always` Redis ends itself, before it answers; with
  // `everysec` the answer is given and the next ones are refused.
  int answered = 20;
  absl::Status refused;
  ASSERT_TRUE(WaitUntil(kPatience, [&] {
    const auto done = CommitNext(std::string(2000, 'y'));
    if (done.ok()) ++answered;
    refused.Update(done.status());
    return !refused.ok();
  }));
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  if (always()) {
    EXPECT_TRUE(WaitUntil(kPatience, [&] { return redis_.Run({"PING"}).empty(); }));
    EXPECT_THAT(CommitNext(), RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
    Free();
    redis_.Kill();
    redis_.Start();
  } else {
    EXPECT_TRUE(WaitUntil(kPatience, [&] {
      const auto again = CommitNext();
      return again.status().message().find("MISCONF") != absl::string_view::npos;
    }));
    EXPECT_GE(Versions(), answered);  // reading goes on
    Free();
  }
  EXPECT_TRUE(Recovers());
  EXPECT_GE(Versions(), answered);
  EXPECT_TRUE(damages().empty());
}

const Mode kDisk = {"Disk", v1::DURABILITY_DISK, "always"};
const Mode kRelaxed = {"Relaxed", v1::DURABILITY_RELAXED, "everysec"};
std::string NameOf(const ::testing::TestParamInfo<Mode>& mode) { return mode.param.name; }
INSTANTIATE_TEST_SUITE_P(Modes, DurabilityTest, ::testing::Values(kDisk, kRelaxed), NameOf);
INSTANTIATE_TEST_SUITE_P(Modes, FullDiskTest, ::testing::Values(kDisk, kRelaxed), NameOf);

const absl::Duration kAtFirst = absl::Seconds(100);

TEST(Confirmations, EveryReplicaThatKeepsUpMustConfirm) {
  Confirmations confirmations(true);
  EXPECT_EQ(confirmations.needed(), 1);
  confirmations.Observe(2, kAtFirst);
  EXPECT_EQ(confirmations.needed(), 2);
  EXPECT_TRUE(confirmations.attainable());
}

TEST(Confirmations, AReplicaThatHasGoneIsCountedForThreeSecondsMore) {
  Confirmations confirmations(true);
  confirmations.Observe(2, kAtFirst);
  confirmations.Observe(1, kAtFirst + absl::Seconds(3));
  EXPECT_EQ(confirmations.needed(), 2);
  EXPECT_FALSE(confirmations.attainable());
  confirmations.Observe(1, kAtFirst + absl::Milliseconds(3001));
  EXPECT_EQ(confirmations.needed(), 1);
}

TEST(Confirmations, OneIsNeededWhenAllHaveGone) {
  Confirmations confirmations(true);
  confirmations.Observe(2, kAtFirst);
  confirmations.Observe(0, kAtFirst + absl::Seconds(10));
  EXPECT_EQ(confirmations.needed(), 1);
  EXPECT_FALSE(confirmations.attainable());
}

TEST(Confirmations, ANewMasterBeginsAnew) {
  Confirmations confirmations(true);
  confirmations.Observe(2, kAtFirst);
  confirmations.Reset();
  confirmations.Observe(1, kAtFirst);
  EXPECT_EQ(confirmations.needed(), 1);
}

TEST(Confirmations, NobodyIsAskedInTheOtherModes) {
  Confirmations confirmations(false);
  confirmations.Observe(2, kAtFirst);
  EXPECT_FALSE(confirmations.asked());
  EXPECT_EQ(confirmations.needed(), 0);
}

}  // namespace
}  // namespace clarion::store
