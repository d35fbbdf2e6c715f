// The checker itself is checked: runs in which everything was right raise no alarm, and each fault
// planted into one is found by the validator that is there for it.
#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/check.h"
#include "tests/faults/made_many.h"
#include "tests/faults/made_run.h"
#include "tests/faults/mutations.h"
#include "tests/support/temp_dir.h"

namespace clarion::faults {
namespace {

using ::testing::IsEmpty;

constexpr uint64_t kGoodRuns = 1000;
constexpr int kOperations = 20'000;
constexpr int kTimesPlanted = 3;
constexpr uint64_t kRunsTried = 160;

int64_t CheckerSetting(const char* name, int64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoll(value, nullptr, 10);
}

// Made once: most faults find their place in one of the first few.
const MadeRun& MadeRunOf(uint64_t seed) {
  static std::map<uint64_t, MadeRun>& runs = *new std::map<uint64_t, MadeRun>();
  const auto found = runs.find(seed);
  if (found != runs.end()) return found->second;
  return runs.emplace(seed, MakeRun({.seed = seed, .steps = 250})).first->second;
}

std::vector<std::string> Alarms(const Verdicts& verdicts) {
  std::vector<std::string> alarms;
  for (const Verdict& verdict : verdicts.all()) {
    for (const std::string& what : verdict.first) alarms.push_back(verdict.name + ": " + what);
  }
  return alarms;
}

TEST(GoodRuns, RaiseNoAlarmAndGiveEveryValidatorSomethingToCheck) {
  const auto runs =
      static_cast<uint64_t>(CheckerSetting("CLARION_RUNS", static_cast<int64_t>(kGoodRuns)));
  std::map<std::string, int64_t> checked;
  for (uint64_t seed = 1; seed <= runs; ++seed) {
    const Recorded recorded = Render(MakeRun({.seed = seed}));
    const Verdicts verdicts = Check(recorded.history, recorded.dump);
    ASSERT_THAT(Alarms(verdicts), IsEmpty()) << "seed " << seed;
    for (const Verdict& verdict : verdicts.all()) checked[verdict.name] += verdict.checked;
  }
  for (const auto& [name, count] : checked) {
    std::cout << name << " " << count << "\n";
    EXPECT_GT(count, 0) << name;
  }
}

class PlantedFault : public ::testing::TestWithParam<Mutation> {};

TEST_P(PlantedFault, IsFoundByItsValidator) {
  const Mutation& mutation = GetParam();
  int planted = 0;
  for (uint64_t seed = 1; seed <= kRunsTried && planted < kTimesPlanted; ++seed) {
    Dice dice(seed);
    MadeRun run = MadeRunOf(seed);
    if (mutation.plan != nullptr && !mutation.plan(run, dice)) continue;
    Recorded recorded = Render(run);
    if (mutation.spoil != nullptr && !mutation.spoil(recorded, dice)) continue;
    ++planted;
    Verdicts verdicts = Check(recorded.history, recorded.dump);
    EXPECT_GT(verdicts.Named(mutation.found_by).violations, 0)
        << "seed " << seed << ": " << mutation.found_by << " did not find it; found was "
        << ::testing::PrintToString(Alarms(verdicts));
  }
  EXPECT_EQ(planted, kTimesPlanted) << "there was no place for it";
}

INSTANTIATE_TEST_SUITE_P(Each, PlantedFault, ::testing::ValuesIn(AllMutations()),
                         [](const auto& parameter) {
                           std::string name = parameter.param.name;
                           for (char& c : name) {
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           }
                           return name;
                         });

TEST(Validators, HaveEachAFaultThatTheyFind) {
  const Recorded recorded = Render(MadeRunOf(1));
  std::set<std::string> names;
  const Verdicts verdicts = Check(recorded.history, recorded.dump);
  for (const Verdict& verdict : verdicts.all()) names.insert(verdict.name);
  for (const Mutation& mutation : AllMutations()) {
    EXPECT_EQ(names.count(mutation.found_by), 1U) << mutation.found_by;
  }
  for (const Mutation& mutation : AllMutations()) names.erase(mutation.found_by);
  EXPECT_THAT(names, IsEmpty());
}

TEST(PowerCut, ExcusesTwoSecondsUnderRelaxedAndNothingUnderDisk) {
  MadeRun run = MadeRunOf(3);
  run.history.watchers.clear();
  run.history.readings.clear();
  run.history.listings.clear();
  Dice dice(3);
  const Attempt lost = *AnyAcknowledged(run, dice);
  while (static_cast<int64_t>(run.papers[lost.paper].size()) >= lost.version) {
    Forget(run, lost.paper);
  }
  run.history.run.faults.push_back({.name = "power-cut",
                                    .t0 = lost.answered + 1'900'000,
                                    .t1 = run.history.run.end_t,
                                    .takes = FaultFacts::Takes::kWindow});
  run.history.run.durability = "RELAXED";
  Recorded recorded = Render(run);
  EXPECT_EQ(Check(recorded.history, recorded.dump).Named("acknowledged").violations, 0);
  recorded.history.run.durability = "DISK";
  EXPECT_GT(Check(recorded.history, recorded.dump).Named("acknowledged").violations, 0);
}

TEST(BytesCutOnPurpose, AreNotHeldAgainstTheStore) {
  MadeRun run = MadeRunOf(4);
  Dice dice(4);
  Forget(run, AnyAcknowledged(run, dice)->paper);
  run.history.run.faults.push_back({.name = "cut", .takes = FaultFacts::Takes::kAnything});
  const Recorded recorded = Render(run);
  Verdicts verdicts = Check(recorded.history, recorded.dump);
  EXPECT_EQ(verdicts.Named("acknowledged").violations, 0);
  EXPECT_NE(verdicts.Named("acknowledged").skipped, "");
}

TEST(Files, SayWhatWasRecorded) {
  const support::TempDir folder;
  const Recorded recorded = Render(MadeRunOf(2));
  ASSERT_TRUE(WriteHistory(folder.path(), recorded.history).ok());
  ASSERT_TRUE(WriteDump(folder.path(), recorded.dump).ok());
  const absl::StatusOr<History> history = ReadHistory(folder.path());
  const absl::StatusOr<Dump> dump = ReadDump(folder.path());
  ASSERT_TRUE(history.ok() && dump.ok()) << history.status() << dump.status();
  EXPECT_EQ(history->attempts.size(), recorded.history.attempts.size());
  EXPECT_EQ(history->run.clock_samples.size(), recorded.history.run.clock_samples.size());
  const Verdicts verdicts = Check(*history, *dump);
  EXPECT_THAT(Alarms(verdicts), IsEmpty());
  const Verdicts before = Check(recorded.history, recorded.dump);
  for (size_t i = 0; i < before.all().size(); ++i) {
    EXPECT_EQ(verdicts.all()[i].checked, before.all()[i].checked) << before.all()[i].name;
  }
}

TEST(Files, ForgiveATornLastLine) {
  const support::TempDir folder;
  History history;
  history.attempts = {{.called = 1, .answered = 2, .request_id = "a", .result = Result::kAck},
                      {.called = 3, .answered = 4, .request_id = "b", .result = Result::kAck}};
  ASSERT_TRUE(WriteHistory(folder.path(), history).ok());
  std::ofstream(folder.path() + "/clients/0.ndjson", std::ios::app) << R"({"phase":"call","t")";
  const absl::StatusOr<History> read = ReadHistory(folder.path());
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->attempts.size(), 2U);
  EXPECT_EQ(read->attempts[1].result, Result::kAck);
}

TEST(Files, NameTheLineThatIsNone) {
  const support::TempDir folder;
  ASSERT_TRUE(WriteHistory(folder.path(), History()).ok());
  std::ofstream(folder.path() + "/reads/0.ndjson") << "{}\n[1\n{}\n";
  const absl::Status read = ReadHistory(folder.path()).status();
  EXPECT_EQ(read.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(read.message()).find("0.ndjson:2"), std::string::npos) << read;
}

// CLARION_OPERATIONS=1000000 shows the figure that is promised.
TEST(Checker, ReadsAndChecksManyOperationsAndSaysHowFast) {
  const int64_t operations = CheckerSetting("CLARION_OPERATIONS", kOperations);
  const MadeRun one = MakeRun({.seed = 11, .steps = 400, .mergers = false});
  const auto copies =
      static_cast<int>(operations / static_cast<int64_t>(one.history.attempts.size())) + 1;
  const support::TempDir folder;
  {
    MadeRun many = Multiply(one, copies);
    Dice dice(1);
    AddWatchers(many, 2, dice);
    const Recorded recorded = Render(many);
    ASSERT_TRUE(WriteHistory(folder.path(), recorded.history).ok());
    ASSERT_TRUE(WriteDump(folder.path(), recorded.dump).ok());
  }
  const absl::Time begun = absl::Now();
  auto reading = std::async(std::launch::async, [&folder] { return ReadDump(folder.path()); });
  const absl::StatusOr<History> history = ReadHistory(folder.path());
  const absl::StatusOr<Dump> dump = reading.get();
  ASSERT_TRUE(history.ok() && dump.ok()) << history.status() << dump.status();
  const absl::Time read = absl::Now();
  const Verdicts verdicts = Check(*history, *dump);
  const absl::Time done = absl::Now();
  EXPECT_THAT(Alarms(verdicts), IsEmpty());
  std::cout << history->attempts.size() << " tries, " << dump->log.size() << " commits, "
            << history->readings.size() << " reads: read in " << read - begun << ", checked in "
            << done - read << "\n";
}

}  // namespace
}  // namespace clarion::faults
