// fault_check FOLDER: checks the run recorded in FOLDER, its store included.
// fault_check --dump SOCKET FOLDER: writes the store behind a Redis socket into FOLDER, no more.
//
// Ends with 0 when every promise was kept, 1 when one was broken, 2 when the folder cannot be read.
#include <CLI/CLI.hpp>
#include <future>
#include <iostream>
#include <string>

#include "tests/faults/check.h"

namespace clarion::faults {
namespace {

constexpr int kUnreadable = 2;

int Fail(const absl::Status& status) {
  std::cerr << "fault_check: " << status.message() << "\n";
  return kUnreadable;
}

int CheckFolder(const std::string& folder) {
  // Both are large.
  auto reading = std::async(std::launch::async, [&folder] { return ReadDump(folder); });
  const absl::StatusOr<History> history = ReadHistory(folder);
  const absl::StatusOr<Dump> dump = reading.get();
  if (!history.ok()) return Fail(history.status());
  if (!dump.ok()) return Fail(dump.status());
  const Verdicts verdicts = Check(*history, *dump);
  verdicts.Print(std::cout);
  return verdicts.failed() == 0 ? 0 : 1;
}

int Main(int argc, char** argv) {
  CLI::App app("Holds what was told in a run against what the store says.");
  std::string folder;
  std::string socket;
  app.add_option("folder", folder, "folder of the run")->required();
  app.add_option("--dump", socket, "write the store behind this Redis socket into the folder");
  CLI11_PARSE(app, argc, argv);
  if (socket.empty()) return CheckFolder(folder);
  const absl::Status dumped = DumpStore(socket, folder);
  return dumped.ok() ? 0 : Fail(dumped);
}

}  // namespace
}  // namespace clarion::faults

int main(int argc, char** argv) { return clarion::faults::Main(argc, argv); }
