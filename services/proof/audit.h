// Audits an export offline: whoever holds the file and this program needs to trust nobody.
//
//     AuditResult result = Audit(file, head, read_pack);
//     if (!result.fault.what.empty()) ... Words(result.fault) ...
//
// Checked, for the file and after each record: the chain over the bytes as stored; that the docket
// told is the fold of its records; the clocks, derived anew from the pack; that every approval was
// another person's, over exactly the text that is there; that whoever signs is who acted, at the
// instant of the record. What a merger brings is proven by the export of the incident it came from.
// One thread; pure but for `read_pack`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/rule_pack.pb.h"
#include "services/proof/export.h"

namespace clarion::proof {

// The pack of its bytes; refuses what is none.
using ReadPack = std::function<absl::StatusOr<v1::RulePack>(const std::string& bytes)>;

struct AuditResult {
  ExportFault fault = {};  // the first; `what` is empty when there is none
  std::string paper = {};
  std::string head = {};  // hex, of the whole history
  int64_t records = 0;
  int64_t events = 0;
  int64_t texts = 0;
  v1::Docket docket = {};
};

// `head`, in hex, is what the auditor holds the history against; empty: nothing is held.
AuditResult Audit(const std::string& file, const std::string& head, const ReadPack& read_pack);

}  // namespace clarion::proof
