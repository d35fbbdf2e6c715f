#include "tests/faults/judge.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "clarion/v1/events.pb.h"
#include "tests/faults/check.h"

namespace clarion::faults {
namespace {

// Limits that were met or missed, by the histories.
int64_t DeadlinesIn(const Dump& dump) {
  int64_t deadlines = 0;
  for (const admin::AsStored& paper : dump.papers) {
    for (const std::string& bytes : paper.records) {
      v1::Record record;
      if (!record.ParseFromString(bytes)) continue;
      for (const v1::Event& event : record.events()) {
        deadlines += event.has_obligation_breached() || event.has_obligation_met() ? 1 : 0;
      }
    }
  }
  return deadlines;
}

}  // namespace

Judgement Judge(RedisProgram& redis, const std::string& folder) {
  Judgement judgement;
  const auto fail = [&](const absl::Status& status) {
    judgement.violations.push_back(absl::StrCat("cannot be checked: ", status.ToString()));
    judgement.verdict = "not checked";
    return judgement;
  };
  if (absl::Status dumped = DumpStore(redis.socket(), folder); !dumped.ok()) return fail(dumped);
  const absl::StatusOr<Dump> dump = ReadDump(folder);
  if (!dump.ok()) return fail(dump.status());
  const absl::StatusOr<History> history = ReadHistory(folder);
  if (!history.ok()) return fail(history.status());
  judgement.deadlines = DeadlinesIn(*dump);
  const Verdicts verdicts = Check(*history, *dump);
  std::ofstream file(absl::StrCat(folder, "/check.txt"));
  verdicts.Print(file);
  size_t kept = 0;
  for (const Verdict& verdict : verdicts.all()) {
    if (verdict.violations == 0) {
      kept += verdict.skipped.empty() ? 1 : 0;
      continue;
    }
    judgement.violations.push_back(
        absl::StrCat("VIOLATION ", verdict.name, " (", verdict.violations,
                     "): ", verdict.first.empty() ? "" : verdict.first.front()));
  }
  judgement.verdict = absl::StrCat(kept, " of ", verdicts.all().size(), " promises kept");
  return judgement;
}

}  // namespace clarion::faults
