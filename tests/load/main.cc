// load_test --profile ci|full --out FOLDER: measures, prints the table, writes load.json.
//
// Ends with 1 when a gate is missed or a count is not zero, with 2 when it could not measure.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/load/bench.h"
#include "tests/load/fan_out.h"
#include "tests/load/lateness.h"
#include "tests/load/lost.h"
#include "tests/load/profile.h"
#include "tests/load/registration.h"
#include "tests/load/report.h"
#include "tests/support/process.h"

namespace clarion::load {
namespace {

using Measure = absl::Status (*)(Bench& bench, const Profile& profile, Report& report);

struct Step {
  const char* name;
  Measure measure;
};
constexpr Step kSteps[] = {
    {"registration", MeasureRegistration},
    {"fan-out", MeasureFanOut},
    {"deadlines", MeasureLateness},
    {"reading back", CountLost},
};

// Told as it goes, on stderr: the table comes at the end.
void Tell(const char* step, std::chrono::steady_clock::time_point begun) {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begun;
  std::fprintf(stderr, "%6.1f s  %s\n", passed.count(), step);
}

absl::Status MeasureAll(const Profile& profile, Report& report) {
  const auto begun = std::chrono::steady_clock::now();
  Tell("starting services and floors", begun);
  const auto bench = Bench::Open();
  if (!bench.ok()) return bench.status();
  for (const Step& step : kSteps) {
    Tell(step.name, begun);
    const absl::Status measured = step.measure(**bench, profile, report);
    if (!measured.ok()) {
      return absl::Status(measured.code(), absl::StrCat(step.name, ": ", measured.message()));
    }
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return absl::OkStatus();
}

int Run(const std::string& profile_name, const std::string& out) {
  const Profile profile = ProfileNamed(profile_name);
  Report report;
  report.profile = profile.name;
  const absl::Status measured = MeasureAll(profile, report);
  if (!measured.ok()) {
    std::fprintf(stderr, "%s\n", measured.ToString().c_str());
    std::printf("0 passed, 1 failed, 0 skipped\n");
    return 2;
  }
  std::filesystem::create_directories(out);
  support::WriteFile(out + "/load.json", ToJson(report));
  std::printf("%s\n%.1f s; %s/load.json\n%zu passed, %zu failed, 0 skipped\n",
              ToTable(report).c_str(), report.seconds, out.c_str(), report.Passed(),
              report.Failed());
  return report.Failed() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace clarion::load

int main(int argc, char** argv) {
  CLI::App app("Measures Clarion beside its floors.");
  std::string profile = "ci";
  std::string out;
  app.add_option("--profile", profile, "how much to measure")->check(CLI::IsMember({"ci", "full"}));
  app.add_option("--out", out, "folder for load.json")->required();
  CLI11_PARSE(app, argc, argv);
  return clarion::load::Run(profile, out);
}
