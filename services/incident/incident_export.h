// A page of an export: records as stored, and the texts they name. Pages are small enough for one
// message whatever the incident holds; a page of many texts is cut and goes on where it was cut.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/incident_service.pb.h"
#include "services/server/rule_packs.h"
#include "services/store/paper_store.h"

namespace clarion::incident {

struct ExportSource {
  store::PaperStore& papers;
  server::RulePacks& packs;
  std::string name;
  absl::Time deadline;
};

// Where a page begins.
struct ExportPlace {
  int64_t first = 1;  // record
  size_t texts = 0;   // of the records of the page, told before
  int64_t until = 0;  // last record; 0: as many as the docket has
};

// INVALID_ARGUMENT when it is no token of a page before.
absl::StatusOr<ExportPlace> ReadExportToken(const std::string& token);

// Fills `response`, which must live until `done` was called, once, on any thread.
void FillExport(const ExportSource& source, const ExportPlace& place,
                v1::ExportIncidentResponse& response, std::function<void(absl::Status)> done);

}  // namespace clarion::incident
