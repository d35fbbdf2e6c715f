#include "services/server/request_form.h"

#include <cctype>
#include <cmath>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/rpc/error_details.pb.h"
#include "services/core/fields.h"
#include "services/core/refusal.h"
#include "services/server/visible_text.h"

namespace clarion::server {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kLineMax = 2000;    // characters
constexpr int kTextMax = 20'000;  // characters
constexpr size_t kTextBytesMax = 64 * 1024;
constexpr size_t kFileBytesMax = 512 * 1024;
constexpr int kElementsMax = 2000;
// More faults than these are not listed: an answer's head has 8 KiB.
constexpr size_t kFaultsMax = 20;

// Fields in which people write paragraphs.
constexpr const char* kTexts[] = {"text",   "basis", "grade_basis", "summary", "breach_explanation",
                                  "reason", "clues", "proof",       "value"};

TextShape ShapeByName(const std::string& name) {
  if (name == "yaml") return TextShape::kFile;
  return absl::c_linear_search(kTexts, name) ? TextShape::kText : TextShape::kLine;
}

// Descriptors live as long as the process, so each thread looks a field's name up once.
TextShape ShapeOf(const FieldDescriptor& field) {
  thread_local std::unordered_map<const FieldDescriptor*, TextShape> known;
  const auto [found, is_new] = known.try_emplace(&field, TextShape::kLine);
  if (is_new) found->second = ShapeByName(field.name());
  return found->second;
}

// One walk over one message.
class Walk {
 public:
  void Over(const Message& message) {
    const Reflection& reflection = *message.GetReflection();
    unknown_ = unknown_ || !reflection.GetUnknownFields(message).empty();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      path_.push_back({field, -1});
      if (!field->is_repeated()) {
        Value(message, *field, -1);
      } else {
        Elements(message, *field);
      }
      path_.pop_back();
    }
  }

  void Fault(const std::string& description) { faults_.push_back({Path(), description}); }

  bool unknown() const { return unknown_; }
  std::vector<core::Violation> faults() && { return std::move(faults_); }

 private:
  struct Step {
    const FieldDescriptor* field;
    int index;  // -1 outside a list
  };

  // Only written when there is something to say of it.
  std::string Path() const {
    std::string path;
    for (const Step& step : path_) {
      if (!path.empty()) path += '.';
      path += step.field->name();
      if (step.index >= 0) absl::StrAppend(&path, "[", step.index, "]");
    }
    return path;
  }

  void Elements(const Message& message, const FieldDescriptor& field) {
    const int count = message.GetReflection()->FieldSize(message, &field);
    if (count > kElementsMax) {
      return Fault(absl::StrCat("has ", count, " elements; at most ", kElementsMax));
    }
    for (int i = 0; i < count; ++i) {
      path_.back().index = i;
      Value(message, field, i);
    }
  }

  void Value(const Message& message, const FieldDescriptor& field, int i) {
    const Reflection& reflection = *message.GetReflection();
    const bool one = i < 0;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (field.type() == FieldDescriptor::TYPE_STRING) {
          std::string scratch;
          Text(one ? reflection.GetStringReference(message, &field, &scratch)
                   : reflection.GetRepeatedStringReference(message, &field, i, &scratch),
               field);
        }
        return;
      case FieldDescriptor::CPPTYPE_ENUM:
        return Enum(one ? reflection.GetEnumValue(message, &field)
                        : reflection.GetRepeatedEnumValue(message, &field, i),
                    field);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Inner(one ? reflection.GetMessage(message, &field)
                         : reflection.GetRepeatedMessage(message, &field, i));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return Number(one ? reflection.GetDouble(message, &field)
                          : reflection.GetRepeatedDouble(message, &field, i));
      case FieldDescriptor::CPPTYPE_FLOAT:
        return Number(one ? reflection.GetFloat(message, &field)
                          : reflection.GetRepeatedFloat(message, &field, i));
      default:
        return;
    }
  }

  void Inner(const Message& inner) {
    if (inner.GetDescriptor() != google::protobuf::Timestamp::descriptor()) return Over(inner);
    if (!core::IsValid(static_cast<const google::protobuf::Timestamp&>(inner))) {
      Fault("is not an instant of the years 1 to 9999");
    }
  }

  void Enum(int number, const FieldDescriptor& field) {
    if (field.enum_type()->FindValueByNumber(number) != nullptr) return;
    Fault(absl::StrCat(number, " is no value this release knows"));
  }

  void Number(double number) {
    if (!std::isfinite(number)) Fault("must be a number");
  }

  void Text(const std::string& text, const FieldDescriptor& field) {
    const TextShape shape = ShapeOf(field);
    const size_t bytes_max = shape == TextShape::kFile ? kFileBytesMax : kTextBytesMax;
    if (text.size() > bytes_max) {
      return Fault(absl::StrCat("has ", text.size(), " bytes; at most ", bytes_max));
    }
    if (std::string fault = FaultInText(text, shape); !fault.empty()) return Fault(fault);
    if (shape == TextShape::kFile) return;
    const int most = shape == TextShape::kLine ? kLineMax : kTextMax;
    if (text.size() <= static_cast<size_t>(most)) return;  // no more characters than bytes
    if (const int count = core::CodePoints(text); count > most) {
      Fault(absl::StrCat("has ", count, " characters; at most ", most, " are allowed"));
    }
  }

  bool unknown_ = false;
  std::vector<Step> path_;
  std::vector<core::Violation> faults_;
};

// One fault a field is enough.
void Add(core::Violation fault, std::vector<core::Violation>* faults) {
  const bool told = absl::c_any_of(
      *faults, [&](const core::Violation& other) { return other.field == fault.field; });
  if (!told) faults->push_back(std::move(fault));
}

void AddRequestId(const Message& request, std::vector<core::Violation>* faults) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) return;
  std::string scratch;
  if (IsUuid(request.GetReflection()->GetStringReference(request, field, &scratch))) return;
  Add({"request_id", "A UUID such as 123e4567-e89b-12d3-a456-426614174000."}, faults);
}

// What another refusal says of fields.
void AddFrom(const absl::Status& refusal, std::vector<core::Violation>* faults) {
  const auto payload = refusal.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad;
  if (!payload.has_value() || !bad.ParseFromString(std::string(*payload))) return;
  for (const auto& violation : bad.field_violations()) {
    Add({violation.field(), violation.description()}, faults);
  }
}

absl::Status Refused(std::vector<core::Violation> faults) {
  core::Fields fields;
  const size_t more = faults.size() > kFaultsMax ? faults.size() - kFaultsMax : 0;
  if (more > 0) faults.resize(kFaultsMax);
  for (const core::Violation& fault : faults) {
    fields.Require(false, fault.field, fault.description.c_str());
  }
  if (more > 0) fields.Require(false, "…", absl::StrCat("and ", more, " more").c_str());
  return fields.Refused();
}

}  // namespace

absl::Status CheckForm(Message& request, const absl::Status& region) {
  Walk walk;
  walk.Over(request);
  if (walk.unknown()) request.DiscardUnknownFields();
  std::vector<core::Violation> faults = std::move(walk).faults();
  AddRequestId(request, &faults);
  AddFrom(region, &faults);
  if (faults.empty()) return region;
  return Refused(std::move(faults));
}

bool IsUuid(const std::string& id) {
  if (id.size() != 36) return false;
  for (size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? id[i] != '-' : std::isxdigit(static_cast<unsigned char>(id[i])) == 0) return false;
  }
  return true;
}

}  // namespace clarion::server
