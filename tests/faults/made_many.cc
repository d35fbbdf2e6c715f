#include "tests/faults/made_many.h"

#include "absl/strings/str_cat.h"
#include "tests/faults/truth.h"

namespace clarion::faults {
namespace {

bool IsDocket(const std::string& paper) { return paper.find("/incidents/") != std::string::npos; }

std::string Copy(const std::string& name, int k) { return absl::StrCat(name, "-", k); }

v1::Record CopyOf(const v1::Record& record, int k) {
  v1::Record copy = record;
  copy.set_paper(Copy(record.paper(), k));
  if (!record.request_id().empty()) copy.set_request_id(Copy(record.request_id(), k));
  if (record.events(0).has_incident_registered()) {
    v1::Docket& docket = *copy.mutable_events(0)->mutable_incident_registered()->mutable_docket();
    docket.set_name(copy.paper());
    if (!docket.fingerprint().empty()) docket.set_fingerprint(Copy(docket.fingerprint(), k));
  }
  return copy;
}

Attempt CopyOf(const Attempt& attempt, int k) {
  Attempt copy = attempt;
  copy.request_id = Copy(attempt.request_id, k);
  if (IsDocket(attempt.incident)) copy.incident = Copy(attempt.incident, k);
  if (IsDocket(attempt.paper)) copy.paper = Copy(attempt.paper, k);
  return copy;
}

// Whether the try is of a roster: those are not copied.
bool IsOfARoster(const Attempt& attempt) {
  return !attempt.incident.empty() && !IsDocket(attempt.incident);
}

void CopyPapers(const MadeRun& run, int copies, MadeRun& many) {
  for (const auto& [paper, records] : run.papers) {
    if (!IsDocket(paper)) {
      many.papers[paper] = records;
      continue;
    }
    for (int k = 0; k < copies; ++k) {
      std::vector<v1::Record>& copied = many.papers[Copy(paper, k)];
      for (const v1::Record& record : records) copied.push_back(CopyOf(record, k));
    }
  }
}

// The copies of a record follow each other in the log, each in a commit of its own.
void CopyLog(const MadeRun& run, int copies, MadeRun& many) {
  std::map<int, int64_t> last;
  for (const MadeCommit& commit : run.log) {
    for (const auto& [paper, version] : commit.records) {
      for (int k = 0; k < (IsDocket(paper) ? copies : 1); ++k) {
        MadeCommit copy = commit;
        copy.sequence = ++last[commit.shard];
        copy.records = {{IsDocket(paper) ? Copy(paper, k) : paper, version}};
        many.log.push_back(std::move(copy));
      }
    }
  }
}

void CopyNames(const MadeRun& run, int copies, MadeRun& many) {
  for (const auto& [name, holder] : run.names) {
    for (int k = 0; k < copies; ++k) many.names[Copy(name, k)] = Copy(holder, k);
  }
  for (const KeptRequest& kept : run.requests) {
    const bool docket = IsDocket(kept.paper);
    for (int k = 0; k < (docket ? copies : 1); ++k) {
      KeptRequest copy = kept;
      copy.key = Copy(kept.key, k);
      if (docket) copy.paper = Copy(kept.paper, k);
      many.requests.push_back(std::move(copy));
    }
  }
}

}  // namespace

MadeRun Multiply(const MadeRun& run, int copies) {
  MadeRun many;
  many.history.run = run.history.run;
  CopyPapers(run, copies, many);
  CopyLog(run, copies, many);
  CopyNames(run, copies, many);
  for (const Attempt& attempt : run.history.attempts) {
    if (IsOfARoster(attempt)) {
      many.history.attempts.push_back(attempt);
      continue;
    }
    for (int k = 0; k < copies; ++k) many.history.attempts.push_back(CopyOf(attempt, k));
  }
  for (const Reading& reading : run.history.readings) {
    const bool docket = IsDocket(reading.incident);
    for (int k = 0; k < (docket ? copies : 1); ++k) {
      Reading copy = reading;
      if (docket) copy.incident = Copy(reading.incident, k);
      many.history.readings.push_back(std::move(copy));
    }
  }
  for (const Listing& listing : run.history.listings) {
    Listing copy = {.t = listing.t, .parent = listing.parent};
    for (const WatchItem& item : listing.incidents) {
      for (int k = 0; k < copies; ++k) {
        copy.incidents.push_back({.incident = Copy(item.incident, k), .version = item.version});
      }
    }
    many.history.listings.push_back(std::move(copy));
  }
  return many;
}

}  // namespace clarion::faults
