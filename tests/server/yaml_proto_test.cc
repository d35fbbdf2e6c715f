// YAML is read by the schema and nothing else: what fits is taken, every fault is said with its
// line.
#include "services/server/yaml_proto.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clarion/v1/account.pb.h"
#include "clarion/v1/commands.pb.h"
#include "clarion/v1/config.pb.h"
#include "clarion/v1/roster.pb.h"
#include "clarion/v1/rule_pack.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"

namespace clarion::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// `line path: what` of each fault.
template <typename Message>
std::vector<std::string> FaultsOf(const std::string& text) {
  Message message;
  std::vector<std::string> faults;
  for (const YamlFault& fault : FaultsOfYaml(text, &message)) {
    faults.push_back(absl::StrCat(fault.line, " ", fault.path, ": ", fault.what));
  }
  return faults;
}

TEST(Yaml, ReadsEveryTypeTheContractHas) {
  v1::RulePack pack;
  ASSERT_THAT(FaultsOfYaml(R"(
id: national-2016
title_zh: 国家规则
obligations:
  - kind: AUTHORITATIVE_INFO
    grades: [I, GRADE_II]
    trigger: START
    limit: 5h
    risk_percent: 80
    evidence:
      releases: [AUTHORITATIVE]
      acknowledgement: true
registered_late_after: 30m
)",
                           &pack),
              IsEmpty());
  EXPECT_EQ(pack.title_zh(), "国家规则");
  ASSERT_EQ(pack.obligations_size(), 1);
  const v1::ObligationRule& rule = pack.obligations(0);
  EXPECT_EQ(rule.kind(), v1::OBLIGATION_KIND_AUTHORITATIVE_INFO);
  EXPECT_THAT(rule.grades(), ElementsAre(v1::GRADE_I, v1::GRADE_II));
  EXPECT_EQ(core::FromProto(rule.limit()), absl::Hours(5));
  EXPECT_EQ(rule.risk_percent(), 80);
  EXPECT_TRUE(rule.evidence().acknowledgement());
}

TEST(Yaml, ReadsAnInstantWithItsZone) {
  v1::Leave leave;
  ASSERT_THAT(
      FaultsOfYaml("from: 2026-11-23T08:00:00+08:00\nto: 2026-11-24T00:00:00.250Z\n", &leave),
      IsEmpty());
  EXPECT_EQ(absl::FormatTime(core::FromProto(leave.from()), absl::UTCTimeZone()),
            "2026-11-23T00:00:00+00:00");
  EXPECT_EQ(leave.to().nanos(), 250'000'000);
}

TEST(Yaml, ReadsBytesAsHex) {
  v1::TextRef ref;
  ASSERT_THAT(FaultsOfYaml("sha256: 00fFa1\nsize: 3\n", &ref), IsEmpty());
  EXPECT_EQ(ref.sha256(), std::string("\x00\xff\xa1", 3));
}

TEST(Yaml, TakesDigitsAsTextWhereTextIsAskedFor) {
  v1::CreateRegion region;
  ASSERT_THAT(FaultsOfYaml("code: 410726\nname_zh: \"延津县\"\n", &region), IsEmpty());
  EXPECT_EQ(region.code(), "410726");
}

struct DurationRow {
  std::string text;
  int64_t ms;  // -1: refused
};

TEST(Yaml, ReadsDurationsInWholeUnitsFromLargeToSmall) {
  const std::vector<DurationRow> rows = {
      {"5h", 18'000'000},
      {"30m", 1'800'000},
      {"90s", 90'000},
      {"1500ms", 1500},
      {"2h30m", 9'000'000},
      {"1h1m1s1ms", 3'661'001},
      {"0s", 0},
      {"30m2h", -1},
      {"1h1h", -1},
      {"5", -1},
      {"h", -1},
      {"1.5h", -1},
      {"-5h", -1},
      {"5 h", -1},
      {"5d", -1},
      {"inf", -1},
      {"9999999999s", -1},
      {"\"5h\"", -1},
      {"5H", -1},
  };
  for (const DurationRow& row : rows) {
    v1::RulePack pack;
    const bool read = FaultsOfYaml("registered_late_after: " + row.text, &pack).empty();
    EXPECT_EQ(read, row.ms >= 0) << row.text;
    if (read && row.ms >= 0) {
      EXPECT_EQ(core::FromProto(pack.registered_late_after()), absl::Milliseconds(row.ms))
          << row.text;
    }
  }
}

TEST(Yaml, RefusesInstantsThatAreNotExact) {
  for (const std::string text :
       {"2026-11-23", "2026-11-23T08:00:00", "infinite-future", "now", "2026-11-23T08:00:00.0001Z",
        "\" 2026-11-23T08:00:00Z\"", "2026-13-01T00:00:00Z", "1700000000"}) {
    EXPECT_THAT(FaultsOf<v1::Leave>("from: " + text), ElementsAre(HasSubstr("1 from: must be")))
        << text;
  }
}

TEST(Yaml, RefusesNumbersThatReadersTakeDifferently) {
  for (const std::string text : {"0x10", "010", "+1", "1_000", "1e3", "1.0", "\"5\"", "many",
                                 "true", "2147483648", "-2147483649"}) {
    EXPECT_THAT(FaultsOf<v1::TextRef>("size: " + text), ElementsAre(HasSubstr("1 size: must be")))
        << text;
  }
  EXPECT_THAT(FaultsOf<v1::TextRef>("size: -2147483648"), IsEmpty());
}

TEST(Yaml, RefusesOtherSpellingsOfTrueAndFalse) {
  for (const std::string text : {"yes", "no", "on", "True", "1", "\"true\""}) {
    EXPECT_THAT(FaultsOf<v1::EvidenceRule>("acknowledgement: " + text),
                ElementsAre("1 acknowledgement: must be `true` or `false`"))
        << text;
  }
}

TEST(Yaml, NamesTheValuesOfAnEnum) {
  EXPECT_THAT(FaultsOf<v1::SubmitRelease>("secrecy_review: PASSED"),
              ElementsAre("1 secrecy_review: unknown value `PASSED`; one of PASS, FAIL"));
  EXPECT_THAT(FaultsOf<v1::SubmitRelease>("secrecy_review: UNSPECIFIED"),
              ElementsAre(HasSubstr("unknown value")));
  EXPECT_THAT(FaultsOf<v1::SubmitRelease>("secrecy_review: 1"),
              ElementsAre(HasSubstr("unknown value")));
}

TEST(Yaml, SaysEveryFaultAtOnceWithItsLine) {
  EXPECT_THAT(
      FaultsOf<v1::Roster>(R"(superior: city
colour: red
bodies:
  - id: health
    kind: MINISTRY
  - id: [a, b]
officials:
  - id: li
    principal: maybe
    leave:
      - from: yesterday
  - just text
  - id: wu
    id: zhou
)"),
      ElementsAre("2 colour: unknown key", HasSubstr("5 bodies[0].kind: unknown value `MINISTRY`"),
                  "6 bodies[1].id: must be a single value",
                  "9 officials[0].principal: must be `true` or `false`",
                  HasSubstr("11 officials[0].leave[0].from: must be an instant"),
                  "12 officials[1]: must be a mapping of keys to values",
                  "14 officials[2].id: the key stands twice"));
}

TEST(Yaml, RefusesAKeyWithoutValueAndASingleValueForASequence) {
  EXPECT_THAT(FaultsOf<v1::Roster>("name_zh:\nsuperior: ~\nbodies: none\nofficials:\n  -\n"),
              ElementsAre("1 name_zh: has no value", "2 superior: has no value",
                          "3 bodies: must be a sequence", "5 officials[0]: has no value"));
}

TEST(Yaml, RefusesWhatStandsForSomethingElse) {
  EXPECT_THAT(FaultsOf<v1::Roster>("name_zh: &a x\nname_en: *a\n"),
              ElementsAre("1 : anchors are not allowed", HasSubstr("2 : aliases are not allowed")));
  EXPECT_THAT(FaultsOf<v1::Roster>("name_zh: !!binary eA==\n"),
              ElementsAre(HasSubstr("1 : tags are not allowed")));
  EXPECT_THAT(FaultsOf<v1::Roster>("<<: {name_zh: x}\n"), ElementsAre("1 <<: unknown key"));
}

TEST(Yaml, ABombOfAliasesIsRefusedWithoutGrowing) {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    const int before = i - 1;
    absl::StrAppend(&bomb, "a", i, ": &a", i, " [*a", before, ", *a", before, "]\n");
  }
  EXPECT_FALSE(FaultsOf<v1::Roster>(bomb).empty());
}

TEST(Yaml, RefusesWhatIsTooLargeTooDeepOrNotText) {
  EXPECT_THAT(FaultsOf<v1::Roster>("name_zh: " + std::string(1 << 20, 'x')),
              ElementsAre("1 : is larger than 1 MiB"));
  EXPECT_THAT(FaultsOf<v1::Roster>("bodies: " + std::string(33, '[') + std::string(33, ']')),
              ElementsAre("1 : deeper than 32 levels"));
  EXPECT_FALSE(FaultsOf<v1::Roster>("bodies: " + std::string(100'000, '[')).empty());
  EXPECT_THAT(FaultsOf<v1::Roster>("name_zh: a\nname_en: \xc3\x28\n"),
              ElementsAre("2 : is not UTF-8"));
  EXPECT_THAT(FaultsOf<v1::Roster>("name_zh: \xed\xa0\x80\n"), ElementsAre("1 : is not UTF-8"));
}

TEST(Yaml, RefusesWhatIsNoSingleDocument) {
  EXPECT_THAT(FaultsOf<v1::Roster>(""), ElementsAre("1 : is empty"));
  EXPECT_THAT(FaultsOf<v1::Roster>("name_zh: a\n---\nname_zh: b\n"),
              ElementsAre("1 : holds more than one document"));
  EXPECT_THAT(FaultsOf<v1::Roster>("- a\n- b\n"),
              ElementsAre("1 : must be a mapping of keys to values"));
  EXPECT_THAT(FaultsOf<v1::Roster>("name_zh: a\n bad: [\n"), ElementsAre(HasSubstr("2 : ")));
}

TEST(Yaml, NamesAtMostAHundredFaults) {
  std::string text;
  for (int i = 0; i < 500; ++i) absl::StrAppend(&text, "k", i, ": 1\n");
  EXPECT_EQ(FaultsOf<v1::Roster>(text).size(), 100u);
}

TEST(Yaml, AStatusNamesTheFileOnEachLine) {
  v1::StoreConfig config;
  const absl::Status status = ReadYaml("sockett: x\nuser: 1\nqueue_limit: x\n", "a.yaml", &config);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(status.message()),
            "a.yaml:1: sockett: unknown key\n"
            "a.yaml:3: queue_limit: must be a whole number that fits int32");
}

}  // namespace
}  // namespace clarion::server
