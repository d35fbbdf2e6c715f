#include "clients/cli/yaml_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/times.h"
#include "clients/cli/words.h"
#include "nlohmann/json.hpp"

namespace clarion::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// JSON's quoted texts are YAML's double-quoted ones.
std::string Quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool IsInstant(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->full_name() == "google.protobuf.Timestamp";
}

std::string Instant(const Message& message) {
  google::protobuf::Timestamp time;
  time.CopyFrom(message);
  return Quoted(absl::FormatTime(absl::RFC3339_full, FromProto(time), Beijing()));
}

std::string YamlScalar(const Message& message, const FieldDescriptor& field, int index) {
  const auto& r = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return Quoted(many ? r.GetRepeatedString(message, &field, index)
                         : r.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return r.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return BareName(many ? *r.GetRepeatedEnum(message, &field, index)
                           : *r.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(r.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(r.GetInt64(message, &field));
    default:
      return Instant(r.GetMessage(message, &field));
  }
}

// Lines of one message, without the blanks before them.
std::vector<std::string> YamlLines(const Message& message) {
  std::vector<std::string> lines;
  const auto& r = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  r.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool scalar = field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || IsInstant(*field);
    if (scalar && !field->is_repeated()) {
      lines.push_back(absl::StrCat(field->name(), ": ", YamlScalar(message, *field, 0)));
      continue;
    }
    lines.push_back(absl::StrCat(field->name(), ":"));
    if (!field->is_repeated()) {
      for (const std::string& line : YamlLines(r.GetMessage(message, field))) {
        lines.push_back("  " + line);
      }
      continue;
    }
    for (int i = 0; i < r.FieldSize(message, field); ++i) {
      if (scalar) {
        lines.push_back("  - " + YamlScalar(message, *field, i));
        continue;
      }
      const char* before = "  - ";
      for (const std::string& line : YamlLines(r.GetRepeatedMessage(message, field, i))) {
        lines.push_back(before + line);
        before = "    ";
      }
    }
  }
  return lines;
}

}  // namespace

std::string ToYaml(const Message& message) {
  std::string yaml;
  for (const std::string& line : YamlLines(message)) absl::StrAppend(&yaml, line, "\n");
  return yaml;
}

}  // namespace clarion::cli
