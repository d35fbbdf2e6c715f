// `clarion doctor` names what an answer promises, and is bad when the running store does not keep
// it.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/clients/cli_run.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

using ::testing::HasSubstr;

class Doctor : public ::testing::Test {
 protected:
  Doctor() {
    script_.durability.set_configured(v1::DURABILITY_REPLICATED);
    script_.durability.set_kept(true);
    script_.durability.set_node("10.0.0.1:6379");
    script_.durability.set_replicas(2);
    script_.durability.set_sentinels(3);
    script_.durability.set_sentinels_answering(3);
  }

  // Whether the line is good, and what it says.
  std::pair<bool, std::string> Line(const std::string& what, const std::string& lang = "en") {
    const CliResult result = person_.Run({"doctor", "-o", "json", "--lang", lang});
    const auto lines = nlohmann::json::parse(result.out, nullptr, false);
    for (const auto& line : lines) {
      if (line.value("what", "") == what) return {line.value("ok", false), line.value("note", "")};
    }
    return {false, "no line " + what + ": " + result.out + result.err};
  }

  Script script_;
  FakeDesks desks_{script_};
  Person person_{desks_};
};

TEST_F(Doctor, NamesTheModeAndTheNode) {
  const auto [good, note] = Line("durability");
  EXPECT_TRUE(good);
  EXPECT_EQ(note, "REPLICATED: what was answered is on disk and on the replicas (10.0.0.1:6379)");
  EXPECT_TRUE(Line("replicas").first);
  EXPECT_EQ(Line("Sentinels"), std::make_pair(true, std::string("3/3")));
  EXPECT_THAT(Line("耐久级别", "zh").second, HasSubstr("REPLICATED：已答复者已落盘"));
}

TEST_F(Doctor, IsBadWhenTheRunningStoreDoesNotKeepIt) {
  script_.durability.set_kept(false);
  script_.durability.set_fault("appendfsync is `no`, must be `always`");
  script_.durability.set_fault_zh("appendfsync 应为 always");
  const auto [good, note] = Line("durability");
  EXPECT_FALSE(good);
  EXPECT_EQ(note, "REPLICATED, not kept: appendfsync is `no`, must be `always`");
  EXPECT_EQ(Line("耐久级别", "zh").second, "REPLICATED，未做到：appendfsync 应为 always");
}

TEST_F(Doctor, IsBadWhenOneMoreFaultWouldStopWriting) {
  script_.durability.set_replicas(1);
  EXPECT_FALSE(Line("replicas").first);
  script_.durability.set_replicas(0);
  EXPECT_THAT(Line("replicas").second, HasSubstr("nothing can be written"));
  script_.durability.set_sentinels_answering(1);
  EXPECT_FALSE(Line("Sentinels").first);
  script_.durability.set_sentinels_answering(2);
  EXPECT_TRUE(Line("Sentinels").first);
}

TEST_F(Doctor, AsksForReplicasOnlyWhereTheyArePromised) {
  script_.durability = v1::DurabilityState();
  script_.durability.set_configured(v1::DURABILITY_RELAXED);
  script_.durability.set_kept(true);
  EXPECT_THAT(Line("durability").second, HasSubstr("a power cut may take the last two seconds"));
  EXPECT_THAT(Line("replicas").second, HasSubstr("no line"));
}

}  // namespace
}  // namespace clarion::tests
