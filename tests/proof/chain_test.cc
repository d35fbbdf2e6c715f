// The chain: what leads to a head, and that nothing else does.
#include "services/proof/chain.h"

#include <string>
#include <vector>

#include "clarion/v1/events.pb.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace clarion::proof {
namespace {

using ::clarion::testing::IsOk;
using ::clarion::testing::RefusedAs;

const char kPaper[] = "regions/410726/incidents/410726-20261123-0007";

std::vector<std::string> Records(int count) {
  std::vector<std::string> records;
  for (int version = 1; version <= count; ++version) {
    v1::Record record;
    record.set_paper(kPaper);
    record.set_version(version);
    record.set_request_id("request " + std::to_string(version));
    records.push_back(record.SerializeAsString());
  }
  return records;
}

std::string HeadOf(const std::vector<std::string>& records) {
  std::string head;
  for (const std::string& record : records) head = NextHead(head, record);
  return head;
}

TEST(Sha256, IsTheStandardOne) {
  // FIPS 180-4, the one-block example.
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Hash8("abc"), Sha256("abc").substr(0, 8));
}

TEST(Head, IsTheHashOfThePreviousHeadAndTheRecordsBytes) {
  EXPECT_EQ(NextHead("", "abc"), Sha256("abc"));
  EXPECT_EQ(NextHead(Sha256("abc"), "def"), Sha256(Sha256("abc") + "def"));
}

TEST(History, IsVerifiedWhenItLeadsToTheHead) {
  const auto records = Records(50);
  EXPECT_THAT(VerifyHistory(kPaper, records, HeadOf(records)), IsOk());
  EXPECT_THAT(VerifyHistory(kPaper, {}, ""), IsOk());
}

TEST(History, IsBrokenByAnyByteThatIsChanged) {
  const auto good = Records(3);
  const std::string head = HeadOf(good);
  for (size_t record = 0; record < good.size(); ++record) {
    for (size_t at = 0; at < good[record].size(); ++at) {
      auto records = good;
      records[record][at] = static_cast<char>(records[record][at] ^ 1);
      EXPECT_THAT(VerifyHistory(kPaper, records, head), RefusedAs(v1::ERROR_REASON_DATA_DAMAGED))
          << record << " " << at;
    }
  }
}

struct Tampering {
  std::string name;
  std::vector<size_t> order;  // indexes of the good records that are left, in this order
  int64_t broken;
};

class Tampered : public ::testing::TestWithParam<Tampering> {};

TEST_P(Tampered, NamesTheBrokenRecord) {
  const auto good = Records(4);
  std::vector<std::string> records;
  for (const size_t index : GetParam().order) records.push_back(good[index]);
  ChainFault fault;
  EXPECT_THAT(VerifyHistory(kPaper, records, HeadOf(good), &fault),
              RefusedAs(v1::ERROR_REASON_DATA_DAMAGED));
  EXPECT_EQ(fault.version, GetParam().broken);
}

INSTANTIATE_TEST_SUITE_P(Ways, Tampered,
                         ::testing::ValuesIn(std::vector<Tampering>{
                             {"FirstMissing", {1, 2, 3}, 1},
                             {"MiddleMissing", {0, 2, 3}, 2},
                             {"TailMissing", {0, 1, 2}, 3},
                             {"AllMissing", {}, 0},
                             {"Swapped", {0, 2, 1, 3}, 2},
                             {"Repeated", {0, 1, 1, 2, 3}, 3},
                         }),
                         [](const ::testing::TestParamInfo<Tampering>& way) {
                           return way.param.name;
                         });

TEST(History, OfAnotherPaperIsRefused) {
  const auto records = Records(2);
  ChainFault fault;
  EXPECT_THAT(VerifyHistory("regions/410726/roster", records, HeadOf(records), &fault),
              RefusedAs(v1::ERROR_REASON_DATA_DAMAGED));
  EXPECT_EQ(fault.version, 1);
}

}  // namespace
}  // namespace clarion::proof
