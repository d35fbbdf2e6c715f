#include "services/server/process.h"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <future>
#include <random>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpcpp/health_check_service_interface.h"
#include "services/server/config.h"
#include "services/server/listening.h"
#include "services/server/log.h"
#include "services/server/prepared.h"
#include "services/store/whereabouts.h"

namespace clarion::server {
namespace {

constexpr int kExitOk = 0;
constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;
constexpr std::chrono::seconds kCallsMayTake{5};
constexpr std::chrono::seconds kStopMayTake{10};
constexpr int kAdmittingThreads = 2;
constexpr size_t kAdmittingMost = 4096;

struct Flags {
  std::string config;
  bool check_config = false;
  bool version = false;
};

bool ParseFlags(int argc, char** argv, Flags* flags) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--check-config") {
      flags->check_config = true;
    } else if (argument == "--version") {
      flags->version = true;
    } else if (argument == "--config" && i + 1 < argc) {
      flags->config = argv[++i];
    } else if (absl::StartsWith(argument, "--config=")) {
      flags->config = argument.substr(9);
    } else {
      return false;
    }
  }
  return flags->version || !flags->config.empty();
}

// Signals come to sigtimedwait alone. Called while there is one thread: the others inherit it.
sigset_t BlockSignals() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGHUP, SIG_IGN);  // the terminal it was started from may go
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Whether one of `signals` came within `wait`.
bool SignalCame(const sigset_t& signals, absl::Duration wait) {
  const timespec limit = absl::ToTimespec(wait);
  return sigtimedwait(&signals, nullptr, &limit) > 0;
}

int CannotStart(const absl::Status& why) {
  Log(LogLevel::kError, "process.cannot_start",
      {{"code", absl::StatusCodeToString(why.code())},
       LogField::Whole("why", absl::StrCat(why.message()))});
  return kExitFailed;
}

class Process {
 public:
  Process(const ProcessSpec& spec, Prepared prepared, const sigset_t& signals)
      : spec_(spec),
        prepared_(std::move(prepared)),
        signals_(signals),
        name_(absl::StrCat(spec.name, "/",
                           absl::Hex(std::random_device()() & 0xffff, absl::kZeroPad4))) {}

  int Run() {
    StartLog(name_, prepared_.config.log_level());
    Log(LogLevel::kInfo, "process.starting",
        {{"version", CLARION_VERSION}, {"pid", static_cast<int64_t>(getpid())}});
    if (absl::Status opened = OpenStore(); !opened.ok()) return CannotStart(opened);
    RulePacks packs(prepared_.pack, store_->papers());
    Workers admitting(kAdmittingThreads, kAdmittingMost);
    Runtime runtime{prepared_.config,  name_,    *store_,    packs,
                    *prepared_.tokens, metrics_, standings_, admitting};
    const absl::Status served = Serve(runtime);
    store_.reset();  // its threads may still call what is above, and this
    if (!served.ok()) return CannotStart(served);
    Log(LogLevel::kInfo, "process.stopped");
    return kExitOk;
  }

 private:
  store::Store::Options StoreOptions() {
    store::Store::Options options;
    options.config = prepared_.config.store();
    options.state_dir = prepared_.config.state_dir();
    // The same after a restart, so that a data set that went back is noticed.
    options.process = absl::StrCat(spec_.name, "-", prepared_.config_name);
    options.on_damage = [](const absl::Status& what) { Damaged(what); };
    options.on_bell = [this](const store::Entry& entry) { standings_.Hear(entry); };
    options.on_alarm = [](const std::string& what) {
      Log(LogLevel::kWarn, "store.alarm", {LogField::Whole("what", what)});
    };
    return options;
  }

  // Store::Open itself waits for a Redis that is loading its data or starts a moment after us;
  // meanwhile the operator is told, and may stop us.
  absl::Status OpenStore() {
    auto opening =
        std::async(std::launch::async, [this] { return store::Store::Open(StoreOptions()); });
    const absl::Time began = absl::Now();
    int64_t told_seconds = 0;
    while (opening.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
      if (SignalCame(signals_, absl::ZeroDuration())) {
        Log(LogLevel::kInfo, "process.stopped", {{"why", "told to, while waiting for the store"}});
        _exit(kExitFailed);  // nothing is held yet, and Open cannot be interrupted
      }
      const int64_t seconds = absl::ToInt64Seconds(absl::Now() - began);
      if (seconds <= told_seconds) continue;
      told_seconds = seconds;
      Log(LogLevel::kWarn, "store.waiting",
          {LogField::Whole("store", store::DescribeStore(prepared_.config.store())),
           {"seconds", seconds}});
    }
    absl::StatusOr<std::unique_ptr<store::Store>> opened = opening.get();
    if (opened.ok()) {
      store_ = std::move(*opened);
      return absl::OkStatus();
    }
    return absl::Status(
        opened.status().code(),
        absl::StrCat("store ", store::DescribeStore(prepared_.config.store()), ": ",
                     opened.status().message(),
                     absl::IsUnavailable(opened.status())
                         ? " Start Redis, or correct the store's address, and start again."
                         : ""));
  }

  static void Damaged(const absl::Status& what) {
    Log(LogLevel::kError, "store.damaged", {LogField::Whole("what", what.ToString())});
  }

  absl::Status Serve(Runtime& runtime) {
    absl::StatusOr<int> metrics_port = metrics_.Expose(prepared_.config.listen().metrics_address());
    if (!metrics_port.ok()) return metrics_port.status();
    absl::StatusOr<std::unique_ptr<Desk>> desk = spec_.open(runtime);
    if (!desk.ok()) return desk.status();
    absl::Status started = (*desk)->Start();
    if (!started.ok()) {
      (*desk)->Stop();
      return started;
    }
    absl::StatusOr<Listening> listening = Listen(prepared_, (*desk)->Services());
    if (!listening.ok()) {
      (*desk)->Stop();
      return listening.status();
    }
    absl::Status told = TellPort(listening->port, *metrics_port);
    if (told.ok()) ServeUntilSignal(*listening->server, **desk);
    Stop(*listening->server, **desk);
    return told;
  }

  absl::Status TellPort(int port, int metrics_port) {
    Log(LogLevel::kInfo, "process.listening",
        {{"address", prepared_.config.listen().address()},
         {"port", port},
         {"metricsPort", metrics_port}});
    const std::string& file = prepared_.config.listen().port_file();
    return file.empty() ? absl::OkStatus() : WriteFileAtomically(file, absl::StrCat(port, "\n"));
  }

  void ServeUntilSignal(grpc::Server& server, Desk& desk) {
    bool healthy = !Healthy();  // so that the first look tells
    do {
      if (Healthy() == healthy) continue;
      healthy = !healthy;
      SetHealth(server, desk, healthy);
      Log(healthy ? LogLevel::kInfo : LogLevel::kError, "process.health", {{"serving", healthy}});
    } while (!SignalCame(signals_, absl::Milliseconds(500)));
  }

  bool Healthy() { return store_->Healthy(); }

  void SetHealth(grpc::Server& server, Desk& desk, bool serving) {
    grpc::HealthCheckServiceInterface* health = server.GetHealthCheckService();
    for (const Desk::Service& service : desk.Services()) {
      health->SetServingStatus(service.name, serving);
    }
    health->SetServingStatus("", serving);
    metrics_.SetHealthy(serving);
  }

  void Stop(grpc::Server& server, Desk& desk) {
    Log(LogLevel::kInfo, "process.draining");
    std::thread([] {
      std::this_thread::sleep_for(kStopMayTake);
      Log(LogLevel::kError, "process.stuck");
      _exit(kExitFailed);
    }).detach();
    SetHealth(server, desk, false);
    desk.Drain();
    server.Shutdown(std::chrono::system_clock::now() + kCallsMayTake);
    desk.Stop();
  }

  const ProcessSpec& spec_;
  Prepared prepared_;
  const sigset_t signals_;
  const std::string name_;
  Metrics metrics_;
  AccountStandings standings_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace

int RunProcess(int argc, char** argv, const ProcessSpec& spec) {
  Flags flags;
  if (!ParseFlags(argc, argv, &flags)) {
    std::fprintf(stderr, "usage: %s --config FILE [--check-config] | --version\n", argv[0]);
    return kExitUsage;
  }
  if (flags.version) {
    std::printf("clarion-%s %s\n", spec.name.c_str(), CLARION_VERSION);
    return kExitOk;
  }
  // Debian's Abseil looks for deadlocks at every lock gRPC takes; that cost 5 % of a request.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const sigset_t signals = BlockSignals();
  absl::StatusOr<Prepared> prepared = Prepare(flags.config);
  if (!prepared.ok()) {
    std::fprintf(stderr, "%s\n", absl::StrCat(prepared.status().message()).c_str());
    return kExitFailed;
  }
  if (flags.check_config) {
    std::printf("%s: ok\n", flags.config.c_str());
    return kExitOk;
  }
  return Process(spec, std::move(*prepared), signals).Run();
}

}  // namespace clarion::server
