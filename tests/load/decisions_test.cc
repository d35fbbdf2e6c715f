#include "tests/load/decisions.h"

#include <gtest/gtest.h>

#include "absl/time/time.h"
#include "services/core/proto_time.h"

namespace clarion::load {
namespace {

const absl::Time kDueInstant = absl::FromUnixSeconds(1'800'000'000);

void AddBreach(v1::ListRecordsResponse& records, absl::Duration after_due) {
  v1::Record& record = *records.add_records();
  *record.mutable_decided_at() = core::ToProto(kDueInstant + after_due);
  *record.add_events()->mutable_obligation_breached()->mutable_due_at() =
      core::ToProto(kDueInstant);
}

TEST(Decisions, AreLateFromTheMillisecondAfterTheDueOne) {
  v1::ListRecordsResponse records;
  AddBreach(records, absl::Milliseconds(8));
  Decisions decisions;
  EXPECT_EQ(ReadDecisions(records, decisions), 1);
  ASSERT_EQ(decisions.late.size(), 1U);
  EXPECT_EQ(decisions.late[0], std::chrono::milliseconds(7));
  EXPECT_EQ(decisions.early + decisions.missing + decisions.repeated, 0);
}

TEST(Decisions, AreCountedWhenTheyAreEarlyTwiceOrMissing) {
  v1::ListRecordsResponse twice;
  AddBreach(twice, absl::ZeroDuration());
  AddBreach(twice, absl::Milliseconds(1));
  Decisions decisions;
  ReadDecisions(twice, decisions);
  ReadDecisions(v1::ListRecordsResponse(), decisions);
  EXPECT_EQ(decisions.early, 1);
  EXPECT_EQ(decisions.repeated, 1);
  EXPECT_EQ(decisions.missing, 1);
}

TEST(Decisions, CountAWarningBeforeItsInstantAsEarly) {
  v1::ListRecordsResponse records;
  v1::Record& record = *records.add_records();
  *record.mutable_decided_at() = core::ToProto(kDueInstant - absl::Milliseconds(1));
  *record.add_events()->mutable_obligation_at_risk()->mutable_risk_at() =
      core::ToProto(kDueInstant);
  Decisions decisions;
  ReadDecisions(records, decisions);
  EXPECT_EQ(decisions.early, 1);
}

}  // namespace
}  // namespace clarion::load
