#include "tests/load/report.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

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
    case Judge::kAtLeast:
      return {"at_least", ">="};
    case Judge::kShown:
      break;
  }
  return {"shown", ""};
}

std::string CpuModel() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (absl::StartsWith(line, "model name")) return line.substr(line.find(": ") + 2);
  }
  return "";
}

// Three digits that matter.
std::string Short(double value) {
  if (!std::isfinite(value)) return "-";
  if (value == 0) return "0";
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
  const bool alone = figure.judge == Judge::kAtMost || figure.judge == Judge::kAtLeast;
  if (alone) figure.judge = Judge::kShown;
  return figure;
}

std::string Limit(const Figure& figure, double limit) {
  if (figure.judge == Judge::kShown || limit == kNoGate) return "";
  return absl::StrCat(WordsOf(figure.judge).sign, Short(limit));
}

const char* Verdict(const Figure& figure) {
  if (figure.judge == Judge::kShown) return "";
  if (!MeetsGate(figure)) return "FAILED";
  return MeetsGoal(figure) ? "goal" : figure.gate == kNoGate ? "short" : "ok";
}

std::string Line(const Figure& figure) {
  const Figure ratio = AsRatio(figure);
  return absl::StrFormat("%-48s %3s %8s %8s %9s %9s %9s %9s  %s\n", figure.name, figure.unit,
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
    if (figure.gate != kNoGate) json["gate"] = figure.gate;
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
  for (const Figure& figure : figures) {
    judged += figure.judge == Judge::kShown || figure.gate == kNoGate ? 0 : 1;
  }
  return judged - Failed();
}

std::string Counted(size_t count) {
  if (count < 1000) return absl::StrCat(count);
  return absl::StrFormat("%s,%03d", Counted(count / 1000), count % 1000);
}

std::string ToTable(const Report& report) {
  std::string table = absl::StrFormat("%-48s %3s %8s %8s %9s %9s %9s %9s\n", "median of the rounds",
                                      "", "floor", "clarion", "beside", "best", "goal", "gate");
  for (const Figure& figure : report.figures) absl::StrAppend(&table, Line(figure));
  for (const Count& count : report.counts) {
    absl::StrAppendFormat(&table, "%-48s %3s %8s %8d %9s %9s %9s %9s  %s\n", count.name, "", "",
                          count.value, "", "", "0", "0", count.value == 0 ? "goal" : "FAILED");
  }
  for (const Fact& fact : report.facts) {
    absl::StrAppendFormat(&table, "%-48s %3s %8s %8s\n", fact.name, "", "", Short(fact.value));
  }
  return table;
}

std::string ToJson(const Report& report) {
  nlohmann::json json = {
      {"schema", 2},
      {"at", absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::Now(), absl::UTCTimeZone())},
      {"profile", report.profile},
      {"cpu", CpuModel()},
      {"cpus", std::thread::hardware_concurrency()},
      {"seconds", report.seconds},
      {"figures", nlohmann::json::array()},
      {"counts", nlohmann::json::object()},
      {"facts", nlohmann::json::object()},
      {"curves", nlohmann::json::array()},
      {"passed", report.Passed()},
      {"failed", report.Failed()}};
  for (const Figure& figure : report.figures) json["figures"].push_back(ToJson(figure));
  for (const Count& count : report.counts) json["counts"][count.name] = count.value;
  for (const Fact& fact : report.facts) json["facts"][fact.name] = fact.value;
  for (const Curve& curve : report.curves) {
    json["curves"].push_back({{"name", curve.name},
                              {"x", curve.x},
                              {"unit", curve.unit},
                              {"side", curve.side},
                              {"points", curve.points}});
  }
  return json.dump(2) + "\n";
}

}  // namespace clarion::load
