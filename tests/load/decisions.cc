#include "tests/load/decisions.h"

#include "absl/time/time.h"
#include "services/core/proto_time.h"

namespace clarion::load {

void Decisions::Add(const Decisions& more) {
  late.insert(late.end(), more.late.begin(), more.late.end());
  early += more.early;
  missing += more.missing;
  repeated += more.repeated;
}

long ReadDecisions(const v1::ListRecordsResponse& records, Decisions& decisions) {
  long breaches = 0;
  for (const v1::Record& record : records.records()) {
    const absl::Time decided = core::FromProto(record.decided_at());
    for (const v1::Event& event : record.events()) {
      if (event.has_obligation_at_risk() &&
          decided < core::FromProto(event.obligation_at_risk().risk_at())) {
        ++decisions.early;
      }
      if (!event.has_obligation_breached()) continue;
      const absl::Time due = core::FromProto(event.obligation_breached().due_at());
      const absl::Duration late = decided - (due + absl::Milliseconds(1));
      if (late < absl::ZeroDuration()) ++decisions.early;
      decisions.late.push_back(absl::ToChronoNanoseconds(late));
      ++breaches;
    }
  }
  decisions.missing += breaches == 0 ? 1 : 0;
  decisions.repeated += breaches > 1 ? breaches - 1 : 0;
  return breaches;
}

void AddCounts(const Decisions& decisions, const std::string& of, Report& report) {
  report.counts.push_back({"deadlines decided early" + of, decisions.early});
  report.counts.push_back({"deadlines never decided" + of, decisions.missing});
  report.counts.push_back({"deadlines decided twice" + of, decisions.repeated});
}

}  // namespace clarion::load
