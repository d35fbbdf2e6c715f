#include "services/core/fields.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/check.h"

namespace clarion::core {
namespace {

constexpr size_t kHashSize = 32;
constexpr int kTextSizeMax = 65536;
constexpr size_t kIdSizeMax = 64;
constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z

// Length in bytes of the sequence a lead byte begins, and the bits it carries; 0 for no lead byte.
int SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// Overlong forms, surrogates and what lies above U+10FFFF show in the second byte.
bool IsSecondByte(unsigned char lead, unsigned char second) {
  if (lead == 0xE0) return second >= 0xA0 && second <= 0xBF;
  if (lead == 0xED) return second >= 0x80 && second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90 && second <= 0xBF;
  if (lead == 0xF4) return second >= 0x80 && second <= 0x8F;
  return second >= 0x80 && second <= 0xBF;
}

}  // namespace

int CodePoints(const std::string& text) {
  int count = 0;
  size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const int length = SequenceLength(lead);
    if (length == 0 || at + length > text.size()) return -1;
    if (length > 1 && !IsSecondByte(lead, static_cast<unsigned char>(text[at + 1]))) return -1;
    for (int i = 2; i < length; ++i) {
      if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return -1;
    }
    at += length;
    ++count;
  }
  return count;
}

bool IsId(const std::string& id) {
  if (id.empty() || id.size() > kIdSizeMax) return false;
  return std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-';
  });
}

bool IsRegionCode(const std::string& code) {
  return code.size() == 6 && std::all_of(code.begin(), code.end(),
                                         [](unsigned char c) { return absl::ascii_isdigit(c); });
}

bool IsValid(const google::protobuf::Timestamp& time) {
  return time.seconds() >= kFirstSecond && time.seconds() <= kLastSecond && time.nanos() >= 0 &&
         time.nanos() <= 999'999'999;
}

void Fields::Text(const std::string& field, const std::string& value, int min, int max) {
  const int length = CodePoints(value);
  if (length < 0) {
    violations_.push_back({field, "is not valid UTF-8"});
  } else if (length < min) {
    violations_.push_back({field, "is required"});
  } else if (length > max) {
    violations_.push_back(
        {field, absl::StrCat("has ", length, " characters; at most ", max, " are allowed")});
  }
}

void Fields::OptionalId(const std::string& field, const std::string& value) {
  if (!value.empty()) Id(field, value);
}

void Fields::Id(const std::string& field, const std::string& value) {
  if (value.empty()) {
    violations_.push_back({field, "is required"});
  } else if (!IsId(value)) {
    violations_.push_back({field, "must be 1 to 64 letters, digits, '_' or '-'"});
  }
}

void Fields::Instant(const std::string& field, bool present,
                     const google::protobuf::Timestamp& value) {
  if (!present) {
    violations_.push_back({field, "is required"});
  } else if (!IsValid(value)) {
    violations_.push_back({field, "is not an instant of the years 1 to 9999"});
  }
}

void Fields::Hash(const std::string& field, const std::string& sha256) {
  if (sha256.size() != kHashSize) violations_.push_back({field, "must be a SHA-256 of 32 bytes"});
}

void Fields::Content(const std::string& field, const v1::TextRef& text) {
  Hash(absl::StrCat(field, ".sha256"), text.sha256());
  if (text.size() < 1 || text.size() > kTextSizeMax) {
    violations_.push_back({absl::StrCat(field, ".size"), "must be 1 to 65536 bytes"});
  }
}

void Fields::Require(bool holds, const std::string& field, const char* description) {
  if (!holds) violations_.push_back({field, description});
}

absl::Status Fields::Refused() const {
  CLARION_CHECK(!violations_.empty());
  const std::string names = absl::StrJoin(
      violations_, ", ",
      [](std::string* out, const Violation& violation) { out->append(violation.field); });
  return Refuse({.code = absl::StatusCode::kInvalidArgument,
                 .reason = v1::ERROR_REASON_FIELD_INVALID,
                 .en = absl::StrCat("Missing or malformed: ", names,
                                    ". Correct these fields and send again."),
                 .zh = absl::StrCat("以下字段缺失或格式不符:", names, "。请更正后重报。"),
                 .violations = violations_});
}

}  // namespace clarion::core
