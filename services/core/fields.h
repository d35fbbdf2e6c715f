// Fields checks the shape of a command: required, length, well-formed. It gathers every fault, so a
// form is corrected once, not field by field.
//
//     Fields fields;
//     fields.Text("title", command.title(), 1, 200);
//     fields.Instant("detected_at", command.has_detected_at(), command.detected_at());
//     if (!fields.ok()) return fields.Refused();
//
// Lengths are counted in code points, as people count Chinese; bytes that are no UTF-8 are a fault.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clarion/v1/docket.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/core/refusal.h"

namespace clarion::core {

// Number of code points, or -1 when `text` is no UTF-8.
int CodePoints(const std::string& text);

// `[A-Za-z0-9_-]{1,64}`: ids of bodies, officials, releases, conferences.
bool IsId(const std::string& id);

// Six digits (GB/T 2260).
bool IsRegionCode(const std::string& code);

bool IsValid(const google::protobuf::Timestamp& time);

class Fields {
 public:
  void Text(const std::string& field, const std::string& value, int min, int max);
  void OptionalId(const std::string& field, const std::string& value);
  void Id(const std::string& field, const std::string& value);
  void Instant(const std::string& field, bool present, const google::protobuf::Timestamp& value);
  void Hash(const std::string& field, const std::string& sha256);
  void Content(const std::string& field, const v1::TextRef& text);
  // States a fault of any other kind.
  void Require(bool holds, const std::string& field, const char* description);

  bool ok() const { return violations_.empty(); }
  // FIELD_INVALID with every fault. Only when not ok().
  absl::Status Refused() const;
  std::vector<Violation> violations() && { return std::move(violations_); }

 private:
  std::vector<Violation> violations_;
};

}  // namespace clarion::core
