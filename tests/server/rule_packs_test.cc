// A docket is decided on with the pack it began with, found by the hash of the file as it was.
#include "services/server/rule_packs.h"

#include <string>

#include "gtest/gtest.h"
#include "services/core/refusal.h"
#include "services/proof/chain.h"
#include "tests/server/fake_store.h"

namespace clarion::server {
namespace {

constexpr char kPack[] = R"(
id: test
title_zh: 测试规则
title_en: For tests
official_channels: [GOV_SITE]
registered_late_after: 30m
obligations:
  - kind: AUTHORITATIVE_INFO
    grades: [I, II]
    trigger: START
    limit: 5h
    risk_percent: 80
    evidence: {releases: [AUTHORITATIVE]}
    article: 国办发〔2016〕61号
    mark: L
    name_zh: 权威信息
    name_en: Authoritative information
)";

absl::StatusOr<PackPtr> Find(RulePacks& packs, const std::string& sha256) {
  absl::StatusOr<PackPtr> found = absl::UnknownError("not called");
  packs.Find("410726", sha256, absl::InfiniteFuture(),
             [&](absl::StatusOr<PackPtr> pack) { found = std::move(pack); });
  return found;
}

TEST(RulePack, IsItsBytes) {
  const auto pack = ParsePack(kPack, "test.yaml");
  ASSERT_TRUE(pack.ok()) << pack.status();
  EXPECT_EQ((*pack)->bytes, kPack);
  EXPECT_EQ((*pack)->sha256, proof::Sha256(kPack));
  EXPECT_NE((*ParsePack(std::string(kPack) + "# a comment\n", "test.yaml"))->sha256,
            (*pack)->sha256);
}

TEST(RulePack, ThatDoesNotReadOrHoldIsRefusedByFileAndLine) {
  EXPECT_NE(ParsePack("idd: x", "a.yaml").status().message().find("a.yaml:1: idd: unknown key"),
            absl::string_view::npos);
  std::string wrong = kPack;
  wrong.replace(wrong.find("5h"), 2, "0h");
  EXPECT_NE(ParsePack(wrong, "a.yaml").status().message().find("a.yaml"), absl::string_view::npos);
}

TEST(RulePacksTest, FindTheDefaultWithoutTheStore) {
  FakePapers papers;
  RulePacks packs(*ParsePack(kPack, "test.yaml"), papers);
  EXPECT_EQ(*Find(packs, packs.Default()->sha256), packs.Default());
  EXPECT_EQ(papers.text_reads, 0);
}

TEST(RulePacksTest, ReadAnOlderPackOnce) {
  FakePapers papers;
  const std::string older = std::string(kPack) + "# of last year\n";
  papers.texts[proof::Sha256(older)] = older;
  RulePacks packs(*ParsePack(kPack, "test.yaml"), papers);
  for (int i = 0; i < 3; ++i) {
    const auto found = Find(packs, proof::Sha256(older));
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ((*found)->bytes, older);
  }
  EXPECT_EQ(papers.text_reads, 1);
}

TEST(RulePacksTest, NothingIsDecidedWithoutTheLawOfADocket) {
  FakePapers papers;
  papers.texts["unreadable"] = "idd: x";
  RulePacks packs(*ParsePack(kPack, "test.yaml"), papers);
  for (const std::string hash : {"missing", "unreadable"}) {
    EXPECT_EQ(core::ReasonOf(Find(packs, hash).status()), v1::ERROR_REASON_DATA_DAMAGED);
  }
}

}  // namespace
}  // namespace clarion::server
