#include "tests/scenarios/fields.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace clarion::scenarios {
namespace {

using nlohmann::json;

const json& Null() {
  static const json& null = *new json();
  return null;
}

const json& EmptyArray() {
  static const json& empty = *new json(json::array());
  return empty;
}

const json& EmptyObject() {
  static const json& empty = *new json(json::object());
  return empty;
}

}  // namespace

Fields::Fields(const json& object, std::string where, Faults& faults)
    : object_(object.is_object() ? object : EmptyObject()),
      where_(std::move(where)),
      faults_(faults) {
  if (!object.is_object()) Fault("must be an object");
}

void Fields::Fault(const std::string& what) { faults_.push_back(absl::StrCat(where_, ": ", what)); }

const json& Fields::Any(const std::string& name) {
  asked_.insert(name);
  if (object_.contains(name)) return object_[name];
  Fault(absl::StrCat("no field ", name));
  return Null();
}

const json& Fields::Array(const std::string& name) {
  const json& value = Any(name);
  if (value.is_array()) return value;
  if (!value.is_null()) Fault(absl::StrCat(name, " must be a list"));
  return EmptyArray();
}

std::string Fields::Text(const std::string& name) {
  const json& value = Any(name);
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_null()) Fault(absl::StrCat(name, " must be a text"));
  return "";
}

std::string Fields::OptionalText(const std::string& name) { return Has(name) ? Text(name) : ""; }

bool Fields::OptionalFlag(const std::string& name) {
  if (!Has(name)) return false;
  const json& value = Any(name);
  if (value.is_boolean()) return value.get<bool>();
  Fault(absl::StrCat(name, " must be true or false"));
  return false;
}

std::vector<std::string> Fields::Texts(const std::string& name) {
  std::vector<std::string> texts;
  for (const json& item : Array(name)) {
    if (item.is_string()) {
      texts.push_back(item.get<std::string>());
    } else {
      Fault(absl::StrCat(name, " must hold texts"));
    }
  }
  return texts;
}

std::vector<std::string> Fields::OptionalTexts(const std::string& name) {
  return Has(name) ? Texts(name) : std::vector<std::string>();
}

void Fields::Close() {
  for (const auto& [name, value] : object_.items()) {
    if (asked_.count(name) == 0) Fault(absl::StrCat("unknown field ", name));
  }
}

}  // namespace clarion::scenarios
