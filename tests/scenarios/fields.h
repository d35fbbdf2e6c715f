// Fields reads one JSON object field by field, strictly.
//
// A field that is missing or of another type is a fault; so is one that nobody asked for. Faults
// are collected in words, with the place, and never end the reading.
//
//     Fields step(json, "step 4", faults);
//     const std::string at = step.Text("at");
//     step.Close();   // what was not asked for is a fault
//
// `json` must outlive the reader. Not thread-safe.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace clarion::scenarios {

using Faults = std::vector<std::string>;

class Fields {
 public:
  Fields(const nlohmann::json& object, std::string where, Faults& faults);

  bool Has(const std::string& name) const { return object_.contains(name); }

  std::string Text(const std::string& name);
  std::string OptionalText(const std::string& name);
  bool OptionalFlag(const std::string& name);
  std::vector<std::string> Texts(const std::string& name);
  std::vector<std::string> OptionalTexts(const std::string& name);
  // A value of any type; null when missing.
  const nlohmann::json& Any(const std::string& name);
  const nlohmann::json& Array(const std::string& name);

  void Fault(const std::string& what);
  void Close();

  const std::string& where() const { return where_; }

 private:
  const nlohmann::json& object_;
  const std::string where_;
  Faults& faults_;
  std::set<std::string> asked_;
};

}  // namespace clarion::scenarios
