// A resource name says where a thing lies: it is read strictly, and written as it was read.
#include "services/server/names.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/refusal.h"

namespace clarion::server {
namespace {

constexpr std::initializer_list<NameKind> kAny = {
    NameKind::kRegion,  NameKind::kRoster,     NameKind::kAccount,   NameKind::kIncident,
    NameKind::kRelease, NameKind::kConference, NameKind::kObligation};

struct NameRow {
  std::string name;
  NameKind kind;
};

const std::vector<NameRow>& Good() {
  static const auto& rows = *new std::vector<NameRow>{
      {"regions/410726", NameKind::kRegion},
      {"regions/410726/roster", NameKind::kRoster},
      {"regions/410726/accounts/li.min_2", NameKind::kAccount},
      {"regions/410726/incidents/410726-20261123-0007", NameKind::kIncident},
      {"regions/410726/incidents/410726-20261123-0007/releases/r1", NameKind::kRelease},
      {"regions/410726/incidents/410726-20261123-0007/conferences/c1", NameKind::kConference},
      {"regions/410726/incidents/410726-20261123-0007/obligations/CONTINUED_RELEASE-2",
       NameKind::kObligation},
  };
  return rows;
}

TEST(Names, AreWrittenAsTheyWereRead) {
  for (const NameRow& row : Good()) {
    const auto name = ParseName("name", row.name, {row.kind});
    ASSERT_TRUE(name.ok()) << row.name;
    EXPECT_EQ(name->kind, row.kind);
    EXPECT_EQ(name->region, "410726");
    EXPECT_EQ(FormatName(*name), row.name);
    EXPECT_EQ(*RegionOf("name", row.name), "410726");
  }
}

TEST(Names, OfAnotherKindAreRefused) {
  for (const NameRow& good : Good()) {
    for (const NameRow& other : Good()) {
      if (good.kind == other.kind) continue;
      EXPECT_FALSE(ParseName("name", good.name, {other.kind}).ok()) << good.name;
    }
  }
}

TEST(Names, ThatAreNotExactAreRefused) {
  const std::vector<std::string> bad = {
      "",
      "regions",
      "regions/",
      "regions/41072",
      "regions/4107261",
      "regions/41072a",
      "regions/４１０７２６",
      "/regions/410726",
      "regions/410726/",
      "regions//410726",
      "Regions/410726",
      "regions/410726 ",
      " regions/410726",
      "regions/410726\n",
      "regions/410726/rosters",
      "regions/410726/roster/",
      "regions/410726/accounts",
      "regions/410726/accounts/",
      "regions/410726/accounts/Li",
      "regions/410726/accounts/李",
      "regions/410726/accounts/a/b",
      "regions/410726/accounts/" + std::string(65, 'a'),
      "regions/410726/incidents/",
      "regions/410726/incidents/a.b",
      "regions/410726/incidents/..",
      "regions/410726/incidents/a%2Fb",
      "regions/410726/incidents/{07}",
      std::string("regions/410726/incidents/a\0b", 28),
      "regions/410726/incidents/" + std::string(65, 'a'),
      "regions/410726/incidents/a/releases",
      "regions/410726/incidents/a/releases/",
      "regions/410726/incidents/a/releases/R1",
      "regions/410726/incidents/a/releases/" + std::string(33, 'a'),
      "regions/410726/incidents/a/texts/r1",
      "regions/410726/incidents/a/releases/r1/x",
      "regions/410726/incidents/a/releases/r1/",
      std::string(1000, '/'),
      "regions/410726/x/y"};
  for (const std::string& name : bad) {
    const auto parsed = ParseName("parent", name, kAny);
    EXPECT_FALSE(parsed.ok()) << name;
    EXPECT_FALSE(RegionOf("parent", name).ok()) << name;
  }
}

TEST(Names, ARefusalNamesTheFieldAndTheForm) {
  const auto parsed = ParseName("parent", "x", {NameKind::kIncident});
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(core::ReasonOf(parsed.status()), v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_THAT(std::string(parsed.status().message()),
              ::testing::AllOf(::testing::HasSubstr("`parent`"),
                               ::testing::HasSubstr("regions/{region}/incidents/{incident}")));
}

}  // namespace
}  // namespace clarion::server
