#include "tests/faults/desks.h"

#include <filesystem>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/support/certificates.h"
#include "tests/support/process_group.h"

namespace clarion::faults {
namespace {

constexpr char kPack[] = CLARION_SOURCE_DIR "/services/core/packs/national-2016.yaml";

// `timeline` of `timeline-2`.
std::string DeskOf(const std::string& name) { return name.substr(0, name.find('-')); }

}  // namespace

const std::vector<std::string>& AllDesks() {
  static const auto& all = *new std::vector<std::string>{"incident", "timeline", "timeline-2",
                                                         "spokesperson", "broadcast"};
  return all;
}

Desks::Desks(Options options) : options_(std::move(options)) {
  for (const std::string& name : AllDesks()) {
    std::filesystem::create_directories(StateFolder(name));
    WriteConfig(name);
    // Where nobody listens, until it is reached.
    reached_[name].channel = support::NewChannel("127.0.0.1:1", support::TestCertificates().ca);
  }
}

std::string Desks::StateFolder(const std::string& name) const {
  return absl::StrCat(options_.folder, "/", name, ".state");
}

std::string Desks::LogPath(const std::string& name) const {
  return absl::StrCat(options_.folder, "/", name, ".log");
}

std::string Desks::PortFile(const std::string& name) const {
  return absl::StrCat(options_.folder, "/", name, ".port");
}

std::string Desks::Log(const std::string& name) const { return support::ReadFile(LogPath(name)); }

void Desks::WriteConfig(const std::string& name) const {
  const support::Certificates& certificates = support::TestCertificates();
  std::string yaml = absl::StrCat(
      "store:\n  socket: ", options_.sockets.at(name), "\n  durability: ", options_.durability,
      "\nlisten:\n  address: 127.0.0.1:0\n  certificate: ", certificates.server,
      "\n  key: ", certificates.server_key, "\n  port_file: ", PortFile(name),
      "\ntokens:\n  public_keys: [", certificates.token_public, "]\n");
  if (DeskOf(name) == "incident") {
    absl::StrAppend(&yaml, "  signing_key: ", certificates.token_key, "\n");
  }
  absl::StrAppend(&yaml, "rule_pack: ", kPack, "\nstate_dir: ", StateFolder(name), "\n");
  support::WriteFile(absl::StrCat(options_.folder, "/", name, ".yaml"), yaml);
}

support::Process::Options Desks::Launch(const std::string& name) {
  std::filesystem::remove(PortFile(name));
  const std::lock_guard<std::mutex> lock(mutex_);
  Reached& reached = reached_[name];
  reached.starting = nullptr;
  std::vector<std::string> command = reached.prefix;
  command.push_back(absl::StrCat(support::ProgramFolder(), "/clarion-", DeskOf(name)));
  command.emplace_back("--config");
  command.push_back(absl::StrCat(options_.folder, "/", name, ".yaml"));
  return {.command = std::move(command), .log_path = LogPath(name), .name = ""};
}

bool Desks::Serves(const std::string& name) {
  std::shared_ptr<grpc::Channel> channel;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    channel = reached_[name].starting;
  }
  if (channel == nullptr) {
    const std::string port = support::ReadFile(PortFile(name));
    if (port.empty() || port.back() != '\n') return false;
    channel = support::NewChannel(absl::StrCat("127.0.0.1:", port.substr(0, port.size() - 1)),
                                  support::TestCertificates().ca);
  }
  const bool serves = support::IsServing(channel);
  const std::lock_guard<std::mutex> lock(mutex_);
  reached_[name].starting = channel;
  // Calls go to the new process as soon as it listens.
  reached_[name].channel = channel;
  return serves;
}

Supervisor::Program Desks::Program(const std::string& name) {
  return {.name = name,
          .launch = [this, name] { return Launch(name); },
          .serves = [this, name] { return Serves(name); }};
}

void Desks::SetPrefix(const std::string& name, std::vector<std::string> prefix) {
  const std::lock_guard<std::mutex> lock(mutex_);
  reached_[name].prefix = std::move(prefix);
}

std::shared_ptr<grpc::Channel> Desks::Channel(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return reached_[name].channel;
}

std::string Desks::Address(const std::string& name) const {
  const std::string port = support::ReadFile(PortFile(name));
  return absl::StrCat("127.0.0.1:", port.substr(0, port.find('\n')));
}

bool Desks::SaysItServes(const std::string& name) { return support::IsServing(Channel(name)); }

}  // namespace clarion::faults
