// The fault runner's program; tests/faults/run is how it is called.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/faults/runner.h"

namespace clarion::faults {
namespace {

struct Arguments {
  int runs = 20;
  uint64_t seed = 0;
  int seconds = 5;
  int side_by_side = 2;
  std::string durability = "disk";
  std::vector<int> rows = {};
  bool all_rows = false;
  bool alone = false;
  bool list = false;
  std::string keep = "build/faults";
};

int List() {
  for (const Fault& fault : AllFaults()) {
    std::printf("%3d  %-22s %s\n", fault.row, fault.name.c_str(), fault.what.c_str());
  }
  return 0;
}

// The rows asked for that can run here; tells those that cannot.
std::vector<Plan> RowPlans(const Arguments& arguments, int* skipped) {
  std::vector<Plan> plans;
  for (const Fault& fault : AllFaults()) {
    const bool asked = arguments.all_rows || (arguments.alone && !Mixes(fault, "DISK")) ||
                       std::count(arguments.rows.begin(), arguments.rows.end(), fault.row) > 0;
    if (!asked) continue;
    const std::string why_not = WhyNot(fault);
    if (why_not.empty()) {
      plans.push_back(RowPlan(fault, arguments.seed));
    } else {
      ++*skipped;
      std::printf("skip row %d %s: %s\n", fault.row, fault.name.c_str(), why_not.c_str());
    }
  }
  return plans;
}

int Run(Arguments arguments) {
  if (arguments.list) return List();
  if (arguments.seed == 0) arguments.seed = std::random_device()() % 1'000'000 + 1;
  const auto office = Office::Make();
  if (!office.ok()) {
    std::fprintf(stderr, "%s\n", office.status().ToString().c_str());
    return 1;
  }
  int skipped = 0;
  std::vector<Plan> plans;
  if (arguments.all_rows || arguments.alone || !arguments.rows.empty()) {
    plans = RowPlans(arguments, &skipped);
  } else {
    const std::string durability = arguments.durability == "relaxed" ? "RELAXED" : "DISK";
    for (int i = 0; i < arguments.runs; ++i) {
      plans.push_back(RandomPlan(arguments.seed + static_cast<uint64_t>(i),
                                 absl::Seconds(arguments.seconds), durability));
    }
  }
  Runner runner(**office, arguments.keep);
  const int failed = runner.Play(plans, arguments.side_by_side);
  const Totals& totals = runner.totals();
  std::printf(
      "%lld runs: %lld acts acknowledged, %lld failed, %lld unknown, %lld deadlines decided, "
      "%lld deliveries to watchers\n",
      static_cast<long long>(totals.runs), static_cast<long long>(totals.acknowledged),
      static_cast<long long>(totals.failed), static_cast<long long>(totals.unknown),
      static_cast<long long>(totals.deadlines), static_cast<long long>(totals.deliveries));
  std::printf("%d passed, %d failed, %d skipped\n", static_cast<int>(plans.size()) - failed, failed,
              skipped);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace clarion::faults

int main(int argc, char** argv) {
  clarion::faults::Arguments arguments;
  CLI::App app("Breaks a running Clarion and looks what it kept", "faults_run");
  app.add_option("--runs", arguments.runs, "random runs")->capture_default_str();
  app.add_option("--seed", arguments.seed, "of the first run; a random one else");
  app.add_option("--seconds", arguments.seconds, "of each run")->capture_default_str();
  app.add_option("--durability", arguments.durability)
      ->check(CLI::IsMember({"disk", "relaxed"}))
      ->capture_default_str();
  app.add_option("--row", arguments.rows, "rows of the matrix, each alone");
  app.add_flag("--rows", arguments.all_rows, "every row, each alone");
  app.add_flag("--alone", arguments.alone, "the rows that random runs do not hold, each alone");
  app.add_flag("--list", arguments.list, "shows the rows");
  app.add_option("--side-by-side", arguments.side_by_side)->capture_default_str();
  app.add_option("--keep", arguments.keep, "where failing runs are kept")
      ->take_last()
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return clarion::faults::Run(arguments);
}
