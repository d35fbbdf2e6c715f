// Runs a folder of acceptance scenarios, in virtual time or (--live) against four real processes.
//
//     scenario_runner DIR [--live] [--pending FILE] [--jobs N]
//
// One line each, then `N passed, N failed, N skipped`. Exit 1 on a failure and, with --pending, on
// a skip for an act that FILE does not list; 2: wrong use.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/server/rule_packs.h"
#include "tests/scenarios/format.h"
#include "tests/scenarios/live_desk.h"
#include "tests/scenarios/runner.h"
#include "tests/scenarios/virtual_desk.h"

namespace clarion::scenarios {
namespace {

using Verdict = Result::Verdict;
using MakeDesk = std::function<std::unique_ptr<Desk>()>;

struct Options {
  std::string folder;
  std::string pack = "services/core/packs/national-2016.yaml";
  std::string pending;
  std::string only;
  bool live = false;
  int jobs = 2;
};

struct Finished {
  std::string id;
  Result result;
  absl::Duration took;
};

Finished RunFile(const std::filesystem::path& path, const MakeDesk& make_desk) {
  const absl::Time begin = absl::Now();
  Finished finished;
  finished.id = path.stem().string();
  const absl::StatusOr<Scenario> scenario = ReadScenario(path.string());
  if (!scenario.ok()) {
    finished.result = {Verdict::kFailed, std::string(scenario.status().message()), ""};
  } else {
    const std::unique_ptr<Desk> desk = make_desk();
    finished.result = Play(*scenario, *desk);
  }
  finished.took = absl::Now() - begin;
  return finished;
}

std::string LineOf(const Finished& finished) {
  switch (finished.result.verdict) {
    case Verdict::kPassed:
      return absl::StrCat("PASS ", finished.id, " (", absl::ToInt64Milliseconds(finished.took),
                          " ms)");
    case Verdict::kFailed:
      return absl::StrCat("FAIL ", finished.id, ": ", finished.result.why);
    case Verdict::kSkipped:
      return absl::StrCat("SKIP ", finished.id, ": ", finished.result.why);
  }
  return "";
}

// Acts named at the beginning of a line; `#` begins a comment.
std::set<std::string> ReadPending(const std::string& path) {
  std::set<std::string> acts;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string act;
    if (words >> act && act[0] != '#') acts.insert(act);
  }
  return acts;
}

std::vector<std::filesystem::path> FilesOf(const Options& options) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(options.folder)) {
    if (entry.path().extension() != ".json") continue;
    if (entry.path().stem().string().rfind(options.only, 0) == 0) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Several at once when they wait for processes; the lines come in the order of the files.
std::vector<Finished> RunAll(const std::vector<std::filesystem::path>& files, int jobs,
                             const MakeDesk& make_desk) {
  std::vector<Finished> finished(files.size());
  std::vector<std::atomic<bool>> done(files.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < files.size(); i = next++) {
      finished[i] = RunFile(files[i], make_desk);
      done[i] = true;
      done[i].notify_all();
    }
  };
  std::vector<std::thread> workers;
  workers.reserve(static_cast<size_t>(jobs));
  for (int i = 0; i < jobs; ++i) workers.emplace_back(work);
  for (size_t i = 0; i < files.size(); ++i) {
    done[i].wait(false);
    std::cout << LineOf(finished[i]) << std::endl;
  }
  for (std::thread& worker : workers) worker.join();
  return finished;
}

int Conclude(const std::vector<Finished>& all, const Options& options) {
  const std::set<std::string> pending = ReadPending(options.pending);
  int passed = 0, failed = 0, skipped = 0, unlisted = 0;
  for (const Finished& one : all) {
    passed += one.result.verdict == Verdict::kPassed;
    failed += one.result.verdict == Verdict::kFailed;
    skipped += one.result.verdict == Verdict::kSkipped;
    if (one.result.verdict != Verdict::kSkipped || options.pending.empty()) continue;
    if (pending.count(one.result.missing_act) > 0) continue;
    ++unlisted;
    std::cerr << one.id << ": act " << one.result.missing_act << " is not listed in "
              << options.pending << "\n";
  }
  std::cout << passed << " passed, " << failed << " failed, " << skipped << " skipped\n";
  return failed + unlisted > 0 ? 1 : 0;
}

absl::StatusOr<server::PackPtr> ReadPack(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot be read: ", path));
  std::stringstream text;
  text << file.rdbuf();
  return server::ParsePack(text.str(), path);
}

int Main(const Options& options) {
  const absl::StatusOr<server::PackPtr> pack = ReadPack(options.pack);
  if (!pack.ok()) {
    std::cerr << pack.status().message() << "\n";
    return 1;
  }
  const MakeDesk virtual_desk = [&pack] { return std::make_unique<VirtualDesk>(*pack); };
  const MakeDesk live_desk = [&options] { return NewLiveDesk(options.pack); };
  return Conclude(RunAll(FilesOf(options), options.live ? options.jobs : 1,
                         options.live ? live_desk : virtual_desk),
                  options);
}

}  // namespace
}  // namespace clarion::scenarios

int main(int argc, char** argv) {
  clarion::scenarios::Options options;
  CLI::App app("Runs acceptance scenarios.");
  app.add_option("dir", options.folder, "Folder of scenario files")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_flag("--live", options.live, "Four real processes and a real Redis, over gRPC alone");
  app.add_option("--pending", options.pending, "File of acts that may be skipped")
      ->check(CLI::ExistingFile);
  app.add_option("--pack", options.pack, "Rule pack")->check(CLI::ExistingFile);
  app.add_option("--only", options.only, "Only files whose name begins so");
  app.add_option("--jobs", options.jobs, "Live scenarios at once")->check(CLI::Range(1, 16));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  return clarion::scenarios::Main(options);
}
