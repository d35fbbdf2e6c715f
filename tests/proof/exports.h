// Exports to try: of a morning's incident, and of any records, with heads and docket made to fit.
#pragma once

#include <string>
#include <vector>

#include "clarion/v1/events.pb.h"
#include "services/proof/audit.h"
#include "tests/support/story.h"

namespace clarion::proof {

// The real incident of a morning: a text of two people, a conference, a report, late evidence.
testing::Story Morning();
const std::vector<v1::Record>& MorningRecords();
const std::string& MorningFile();

// An export of these records, as if the services had written them so.
Export ExportOf(const std::vector<v1::Record>& records);

AuditResult AuditOf(const std::string& file, const std::string& head = "");

}  // namespace clarion::proof
