#include "tests/load/report.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace clarion::load {
namespace {

struct JudgeWords {
  const char* json;
  const char* sign;
};

JudgeWords WordsOf(Judge judge) {
  switch (judge) {
    case Judge::kRatioAtLeast:
      return {"ratio_at_least", ">=x"};
    case Judge::kRatioAtMost:
      return {"ratio_at_most", "<=x"};
    case Judge::kMoreAtMost:
      return {"more_at_most", "<=+"};
    case Judge::kAtMost:
      return {"at_most", "<="};
    case Judge::kShown:
      break;
  }
  return {"shown", ""};
}

// Three digits that matter.
std::string Short(double value) {
  if (!std::isfinite(value)) return "-";
  const double size = std::fabs(value);
  return absl::StrFormat("%.*f", size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3, value);
}

std::string Beside(const Figure& figure, double value) {
  if (figure.floor.empty()) return "";
  if (figure.judge != Judge::kMoreAtMost) return absl::StrCat("x", Short(value));
  return absl::StrCat(value < 0 ? "" : "+", Short(value));
}

// Of figures judged alone it is the ratio that is worth showing beside them.
Figure AsRatio(Figure figure) {
  if (figure.judge == Judge::kAtMost) figure.judge = Judge::kShown;
  return figure;
}

std::string Limit(const Figure& figure, double limit) {
  if (figure.judge == Judge::kShown) return "";
  return absl::StrCat(WordsOf(figure.judge).sign, Short(limit));
}

const char* Verdict(const Figure& figure) {
  if (figure.judge == Judge::kShown) return "";
  if (!MeetsGate(figure)) return "FAILED";
  return MeetsGoal(figure) ? "goal" : "ok";
}

std::string Line(const Figure& figure) {
  const Figure ratio = AsRatio(figure);
  return absl::StrFormat("%-38s %3s %8s %8s %9s %9s %9s %9s  %s\n", figure.name, figure.unit,
                         figure.floor.empty() ? "" : Short(MedianOf(figure.floor)),
                         Short(MedianOf(figure.product)), Beside(ratio, Median(ratio)),
                         Beside(ratio, Best(ratio)), Limit(figure, figure.goal),
                         Limit(figure, figure.gate), Verdict(figure));
}

nlohmann::json ToJson(const Figure& figure) {
  nlohmann::json json = {{"name", figure.name},
                         {"unit", figure.unit},
                         {"floor", figure.floor},
                         {"product", figure.product},
                         {"judged", WordsOf(figure.judge).json},
                         {"median", Median(figure)},
                         {"best", Best(figure)}};
  if (figure.judge != Judge::kShown) {
    json["goal"] = figure.goal;
    json["gate"] = figure.gate;
    json["gate_times_floor"] = figure.gate_times_floor;
    json["meets_goal"] = MeetsGoal(figure);
    json["meets_gate"] = MeetsGate(figure);
  }
  return json;
}

}  // namespace

size_t Report::Failed() const {
  size_t failed = 0;
  for (const Figure& figure : figures) failed += MeetsGate(figure) ? 0 : 1;
  for (const Count& count : counts) failed += count.value == 0 ? 0 : 1;
  return failed;
}

size_t Report::Passed() const {
  size_t judged = counts.size();
  for (const Figure& figure : figures) judged += figure.judge == Judge::kShown ? 0 : 1;
  return judged - Failed();
}

std::string ToTable(const Report& report) {
  std::string table = absl::StrFormat("%-38s %3s %8s %8s %9s %9s %9s %9s\n", "median of the rounds",
                                      "", "floor", "clarion", "beside", "best", "goal", "gate");
  for (const Figure& figure : report.figures) absl::StrAppend(&table, Line(figure));
  for (const Count& count : report.counts) {
    absl::StrAppendFormat(&table, "%-38s %3s %8s %8d %9s %9s %9s %9s  %s\n", count.name, "", "",
                          count.value, "", "", "0", "0", count.value == 0 ? "goal" : "FAILED");
  }
  for (const Fact& fact : report.facts) {
    absl::StrAppendFormat(&table, "%-38s %3s %8s %8s\n", fact.name, "", "", Short(fact.value));
  }
  return table;
}

std::string ToJson(const Report& report) {
  nlohmann::json json = {{"schema", 1},
                         {"profile", report.profile},
                         {"cpus", std::thread::hardware_concurrency()},
                         {"seconds", report.seconds},
                         {"figures", nlohmann::json::array()},
                         {"counts", nlohmann::json::object()},
                         {"facts", nlohmann::json::object()},
                         {"passed", report.Passed()},
                         {"failed", report.Failed()}};
  for (const Figure& figure : report.figures) json["figures"].push_back(ToJson(figure));
  for (const Count& count : report.counts) json["counts"][count.name] = count.value;
  for (const Fact& fact : report.facts) json["facts"][fact.name] = fact.value;
  return json.dump(2) + "\n";
}

}  // namespace clarion::load
