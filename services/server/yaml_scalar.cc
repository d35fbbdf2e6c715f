#include "services/server/yaml_scalar.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/core/proto_time.h"

namespace clarion::server {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Decimal only: no `0x10`, `010`, `+1` or `1_000`, which readers take for different numbers.
bool IsPlainInteger(const YamlScalar& scalar) {
  if (scalar.quoted) return false;
  const std::string digits = scalar.text.substr(scalar.text.rfind('-', 0) == 0 ? 1 : 0);
  return !digits.empty() && std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) &&
         (digits.size() == 1 || digits[0] != '0');
}

// `SecrecyReview` -> `SECRECY_REVIEW_`.
std::string PrefixOf(const EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  return prefix + '_';
}

std::string UnknownValue(const YamlScalar& scalar, const EnumDescriptor& type,
                         const std::string& prefix) {
  std::vector<std::string> known;
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string& name = type.value(i)->name();
    if (type.value(i)->number() == 0) continue;  // stands for "not said"
    known.push_back(name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name);
  }
  return absl::StrCat("unknown value `", scalar.text, "`; one of ", absl::StrJoin(known, ", "));
}

std::string SetEnum(const YamlScalar& scalar, const FieldDescriptor& field, Message* out) {
  const EnumDescriptor& type = *field.enum_type();
  const std::string prefix = PrefixOf(type);
  const EnumValueDescriptor* value = type.FindValueByName(scalar.text);
  if (value == nullptr) value = type.FindValueByName(prefix + scalar.text);
  if (value == nullptr || value->number() == 0) return UnknownValue(scalar, type, prefix);
  const Reflection& reflection = *out->GetReflection();
  if (field.is_repeated()) {
    reflection.AddEnum(out, &field, value);
  } else {
    reflection.SetEnum(out, &field, value);
  }
  return "";
}

std::string SetBytes(const YamlScalar& scalar, const FieldDescriptor& field, Message* out) {
  if (scalar.text.size() % 2 != 0 ||
      !std::all_of(scalar.text.begin(), scalar.text.end(), absl::ascii_isxdigit)) {
    return "must be bytes in hex, two digits each";
  }
  const std::string bytes = absl::HexStringToBytes(scalar.text);
  if (field.is_repeated()) {
    out->GetReflection()->AddString(out, &field, bytes);
  } else {
    out->GetReflection()->SetString(out, &field, bytes);
  }
  return "";
}

std::string SetBool(const YamlScalar& scalar, const FieldDescriptor& field, Message* out) {
  const bool yes = scalar.text == "true";
  if (scalar.quoted || (!yes && scalar.text != "false")) return "must be `true` or `false`";
  if (field.is_repeated()) {
    out->GetReflection()->AddBool(out, &field, yes);
  } else {
    out->GetReflection()->SetBool(out, &field, yes);
  }
  return "";
}

// `Set` and `Add` are the accessors of Reflection for `T`.
template <typename T>
std::string SetInteger(const YamlScalar& scalar, const FieldDescriptor& field, Message* out,
                       void (Reflection::*set)(Message*, const FieldDescriptor*, T) const,
                       void (Reflection::*add)(Message*, const FieldDescriptor*, T) const) {
  T value = 0;
  if (!IsPlainInteger(scalar) || !absl::SimpleAtoi(scalar.text, &value)) {
    return absl::StrCat("must be a whole number that fits ", field.type_name());
  }
  (out->GetReflection()->*(field.is_repeated() ? add : set))(out, &field, value);
  return "";
}

}  // namespace

std::string SetScalar(const YamlScalar& scalar, const FieldDescriptor& field, Message* out) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) return SetBytes(scalar, field, out);
      if (field.is_repeated()) {
        out->GetReflection()->AddString(out, &field, scalar.text);
      } else {
        out->GetReflection()->SetString(out, &field, scalar.text);
      }
      return "";
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(scalar, field, out);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(scalar, field, out);
    case FieldDescriptor::CPPTYPE_INT32:
      return SetInteger<int32_t>(scalar, field, out, &Reflection::SetInt32, &Reflection::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return SetInteger<int64_t>(scalar, field, out, &Reflection::SetInt64, &Reflection::AddInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return SetInteger<uint32_t>(scalar, field, out, &Reflection::SetUInt32,
                                  &Reflection::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetInteger<uint64_t>(scalar, field, out, &Reflection::SetUInt64,
                                  &Reflection::AddUInt64);
    default:
      return "is of a type that cannot be written in YAML";  // the contract has no fractions
  }
}

std::string SetDuration(const YamlScalar& scalar, google::protobuf::Duration* out) {
  static constexpr struct {
    const char* word;
    int64_t ms;
  } kUnits[] = {{"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}};
  std::string fault = "must be a duration such as 5h, 30m, 90s, 1500ms or 2h30m";
  const std::string& text = scalar.text;
  if (scalar.quoted || text.empty()) return fault;
  int64_t ms = 0;
  size_t at = 0;
  size_t next_unit = 0;
  while (at < text.size()) {
    const size_t number = at;
    while (at < text.size() && absl::ascii_isdigit(text[at])) ++at;
    const size_t word = at;
    while (at < text.size() && absl::ascii_islower(text[at])) ++at;
    int64_t count = 0;
    if (word - number > 9 || !absl::SimpleAtoi(text.substr(number, word - number), &count)) {
      return fault;
    }
    const std::string unit = text.substr(word, at - word);
    while (next_unit < std::size(kUnits) && unit != kUnits[next_unit].word) ++next_unit;
    if (next_unit == std::size(kUnits)) return fault;
    ms += count * kUnits[next_unit++].ms;
  }
  *out = core::ToProto(absl::Milliseconds(ms));
  return "";
}

std::string SetTimestamp(const YamlScalar& scalar, google::protobuf::Timestamp* out) {
  std::string fault = "must be an instant such as 2026-11-23T08:00:00+08:00";
  absl::Time time;
  // ParseTime also takes `infinite-future` and surrounding blanks.
  if (scalar.text.empty() || !absl::ascii_isdigit(scalar.text[0]) ||
      absl::ascii_isspace(scalar.text.back()) ||
      !absl::ParseTime(absl::RFC3339_full, scalar.text, &time, nullptr)) {
    return fault;
  }
  if (absl::FromUnixMillis(absl::ToUnixMillis(time)) != time) {
    return "must be a whole millisecond";
  }
  *out = core::ToProto(time);
  return "";
}

}  // namespace clarion::server
