#include "tests/support/process_group.h"

#include <chrono>
#include <filesystem>
#include <future>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "tests/support/certificates.h"
#include "tests/support/patience.h"
#include "tests/support/wait_until.h"

namespace clarion::support {
namespace {

// `timeline` of `timeline-2`.
std::string DeskOf(const std::string& name) { return name.substr(0, name.find('-')); }

}  // namespace

std::string ProgramFolder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

const std::vector<std::string>& FourDesks() {
  static const auto& desks =
      *new std::vector<std::string>{"incident", "timeline", "spokesperson", "broadcast"};
  return desks;
}

std::string ProcessGroup::ConfigPath(const std::string& name) const {
  return absl::StrCat(options_.folder, "/", name, ".yaml");
}

std::string ProcessGroup::WriteConfig(const std::string& name) const {
  const Certificates& certificates = TestCertificates();
  const std::string state = absl::StrCat(options_.folder, "/", name, ".state");
  std::filesystem::create_directories(state);
  std::string yaml = absl::StrCat(
      "store:\n  socket: ", options_.redis_socket, "\n  durability: ", options_.durability,
      "\nlisten:\n  address: 127.0.0.1:0\n  certificate: ", certificates.server,
      "\n  key: ", certificates.server_key, "\n  port_file: ", options_.folder, "/", name, ".port",
      "\ntokens:\n  public_keys: [", certificates.token_public, "]\n");
  if (DeskOf(name) == "incident") {
    absl::StrAppend(&yaml, "  signing_key: ", certificates.token_key, "\n");
  }
  absl::StrAppend(&yaml, "rule_pack: ", options_.rule_pack, "\nstate_dir: ", state, "\n");
  WriteFile(ConfigPath(name), yaml);
  return ConfigPath(name);
}

absl::Status ProcessGroup::Begin(const std::string& name) {
  std::filesystem::remove(absl::StrCat(options_.folder, "/", name, ".port"));
  auto process =
      Process::Start({.command = {absl::StrCat(ProgramFolder(), "/clarion-", DeskOf(name)),
                                  "--config", WriteConfig(name)},
                      .log_path = absl::StrCat(options_.folder, "/", name, ".log"),
                      .name = ""});
  if (!process.ok()) return process.status();
  const std::lock_guard<std::mutex> lock(mutex_);
  processes_[name].process = *std::move(process);  // channel and address stay until it serves
  return absl::OkStatus();
}

absl::Status ProcessGroup::Await(const std::string& name, absl::Time deadline) {
  const std::string port_file = absl::StrCat(options_.folder, "/", name, ".port");
  std::shared_ptr<grpc::Channel> channel;
  std::string address;
  const bool serves = WaitUntil(deadline - absl::Now(), [&] {
    if (!process(name).Running()) return true;
    if (channel == nullptr) {
      const std::string port = ReadFile(port_file);
      if (port.empty() || port.back() != '\n') return false;
      address = absl::StrCat("127.0.0.1:", std::stoi(port));
      channel = NewChannel(address, TestCertificates().ca);
    }
    return IsServing(channel);
  });
  if (!serves || !process(name).Running()) {
    return absl::UnavailableError(
        absl::StrCat(name, serves ? " ended" : " does not serve", ":\n", process(name).Log()));
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  processes_[name].address = address;
  processes_[name].channel = channel;
  return absl::OkStatus();
}

absl::Status ProcessGroup::Start(const std::vector<std::string>& names) {
  const absl::Time deadline = absl::Now() + options_.start_limit * kPatienceFactor;
  for (const std::string& name : names) {
    if (absl::Status status = Begin(name); !status.ok()) return status;
  }
  for (const std::string& name : names) {
    if (absl::Status status = Await(name, deadline); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void ProcessGroup::Kill(const std::string& name) { process(name).Kill(); }

void ProcessGroup::KillAll() {
  for (auto& [name, member] : processes_) member.process->Kill();
}

std::vector<std::string> ProcessGroup::Running() {
  std::vector<std::string> names;
  for (auto& [name, member] : processes_) {
    if (member.process->Running()) names.push_back(name);
  }
  return names;
}

std::shared_ptr<grpc::Channel> ProcessGroup::Channel(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return processes_.at(name).channel;
}

std::string ProcessGroup::Address(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return processes_.at(name).address;
}

namespace {

std::shared_ptr<grpc::Channel> Connect(const std::string& address, const std::string& ca,
                                       grpc::ChannelArguments arguments) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ReadFile(ca);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(options), arguments);
}

}  // namespace

std::shared_ptr<grpc::Channel> NewChannel(const std::string& address, const std::string& ca) {
  return Connect(address, ca, grpc::ChannelArguments());
}

std::shared_ptr<grpc::Channel> NewNarrowChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 16 * 1024);
  return Connect(address, TestCertificates().ca, arguments);
}

bool IsServing(const std::shared_ptr<grpc::Channel>& channel) {
  // grpc.health.v1 by hand: an empty request, and `08 01` (status: SERVING) in the answer.
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(kPatienceFactor));
  const grpc::Slice empty;
  const grpc::ByteBuffer request(&empty, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> answered;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                 [&answered](grpc::Status status) { answered.set_value(std::move(status)); });
  if (!answered.get_future().get().ok()) return false;
  std::vector<grpc::Slice> slices;
  if (!response.Dump(&slices).ok()) return false;
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes == std::string("\x08\x01", 2);
}

}  // namespace clarion::support
