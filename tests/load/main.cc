// load_test --profile ci|full --out FOLDER [--only STEP,...] [--sizes N,...] [--keep]: measures,
// prints the table, writes load.json.
//
// Ends with 1 when a gate is missed or a count is not zero, with 2 when it could not measure.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/load/at_once.h"
#include "tests/load/bench.h"
#include "tests/load/core_speed.h"
#include "tests/load/crowd.h"
#include "tests/load/fan_out.h"
#include "tests/load/growth.h"
#include "tests/load/instructions.h"
#include "tests/load/lateness.h"
#include "tests/load/lost.h"
#include "tests/load/peers.h"
#include "tests/load/profile.h"
#include "tests/load/registration.h"
#include "tests/load/report.h"
#include "tests/support/process.h"

namespace clarion::load {
namespace {

// Those that share one bench, in this order; then those with a data set of their own or none.
struct Step {
  const char* name;
  absl::Status (*measure)(Bench& bench, const Profile& profile, Report& report);
};
constexpr Step kSteps[] = {
    {"registration", MeasureRegistration},
    {"fan-out", MeasureFanOut},
    {"crowd", MeasureCrowd},
    {"deadlines", MeasureLateness},
    {"at-once", MeasureAtOnce},
    {"instructions", MeasureInstructions},
};
constexpr Step kReadingBack = {"reading-back", CountLost};

struct LoneStep {
  const char* name;
  absl::Status (*measure)(const Profile& profile, Report& report);
};
constexpr LoneStep kLoneSteps[] = {
    {"growth", MeasureGrowth},
    {"core", MeasureCore},
    {"peers", MeasurePeers},
};

std::set<std::string> AllSteps(const std::string& profile) {
  std::set<std::string> names;
  for (const Step& step : kSteps) names.insert(step.name);
  for (const LoneStep& step : kLoneSteps) names.insert(step.name);
  if (profile == "ci") names.erase("peers");
  return names;
}

// Told as it goes, on stderr: the table comes at the end.
void Tell(const char* step, std::chrono::steady_clock::time_point begun) {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begun;
  std::fprintf(stderr, "%6.1f s  %s\n", passed.count(), step);
}

absl::Status Failed(const char* step, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(step, ": ", status.message()));
}

// The steps on one bench; what they registered is read back at the end.
absl::Status MeasureOnBench(const std::set<std::string>& only, const Profile& profile,
                            std::chrono::steady_clock::time_point begun, Report& report) {
  std::vector<Step> steps;
  for (const Step& step : kSteps) {
    if (only.count(step.name) > 0) steps.push_back(step);
  }
  if (steps.empty()) return absl::OkStatus();
  steps.push_back(kReadingBack);
  Tell("starting services and floors", begun);
  const auto bench = Bench::Open();
  if (!bench.ok()) return bench.status();
  for (const Step& step : steps) {
    Tell(step.name, begun);
    const absl::Status measured = step.measure(**bench, profile, report);
    if (!measured.ok()) return Failed(step.name, measured);
  }
  return absl::OkStatus();
}

absl::Status MeasureAll(const std::set<std::string>& only, const Profile& profile, Report& report) {
  const auto begun = std::chrono::steady_clock::now();
  absl::Status measured = MeasureOnBench(only, profile, begun, report);
  for (const LoneStep& step : kLoneSteps) {
    if (!measured.ok()) return measured;
    if (only.count(step.name) == 0) continue;
    Tell(step.name, begun);
    measured = step.measure(profile, report);
    if (!measured.ok()) return Failed(step.name, measured);
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return measured;
}

struct Arguments {
  std::string profile = "ci";
  std::string out;
  std::vector<std::string> only;  // empty: all of the profile
  std::vector<size_t> sizes;      // of growth; empty: those of the profile
  bool keep = false;
};

int Run(const Arguments& arguments) {
  Profile profile = ProfileNamed(arguments.profile);
  if (!arguments.sizes.empty()) profile.open_incidents = arguments.sizes;
  std::set<std::string> only(arguments.only.begin(), arguments.only.end());
  if (only.empty()) only = AllSteps(arguments.profile);
  Report report;
  report.profile = profile.name;
  const absl::Status measured = MeasureAll(only, profile, report);
  if (!measured.ok()) {
    std::fprintf(stderr, "%s\n", measured.ToString().c_str());
    std::printf("0 passed, 1 failed, 0 skipped\n");
    return 2;
  }
  std::filesystem::create_directories(arguments.out);
  support::WriteFile(arguments.out + "/load.json", ToJson(report));
  if (arguments.keep) KeepCounts(report);
  std::printf("%s\n%.1f s; %s/load.json\n%zu passed, %zu failed, 0 skipped\n",
              ToTable(report).c_str(), report.seconds, arguments.out.c_str(), report.Passed(),
              report.Failed());
  return report.Failed() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace clarion::load

int main(int argc, char** argv) {
  CLI::App app("Measures Clarion beside its floors.");
  clarion::load::Arguments arguments;
  app.add_option("--profile", arguments.profile, "how much to measure")
      ->check(CLI::IsMember({"ci", "full"}));
  app.add_option("--out", arguments.out, "folder for load.json")->required();
  app.add_option("--only", arguments.only, "steps to measure, instead of all of the profile")
      ->delimiter(',')
      ->check(CLI::IsMember(clarion::load::AllSteps("full")));
  app.add_option("--sizes", arguments.sizes, "open incidents of growth, in rising order")
      ->delimiter(',');
  app.add_flag("--keep", arguments.keep, "keep the counts of this run in counts.json");
  CLI11_PARSE(app, argc, argv);
  return clarion::load::Run(arguments);
}
