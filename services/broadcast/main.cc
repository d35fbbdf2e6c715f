// clarion-broadcast: brings texts to the public, and tells everybody who must know.
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "services/broadcast/broadcast_service.h"
#include "services/broadcast/open_dockets.h"
#include "services/broadcast/release_service.h"
#include "services/broadcast/sheet_writer.h"
#include "services/server/process.h"
#include "services/server/workers.h"

namespace clarion::broadcast {
namespace {

constexpr std::chrono::milliseconds kPulse{250};

class BroadcastDesk final : public server::Desk {
 public:
  explicit BroadcastDesk(server::Runtime& runtime)
      : path_(runtime.store, runtime.packs, runtime.metrics, workers_),
        dockets_(runtime),
        releases_(runtime, path_),
        broadcasts_(runtime, dockets_),
        sheets_(runtime, dockets_) {}

  std::vector<Service> Services() override {
    return {{v1::ReleaseService::service_full_name(), &releases_},
            {v1::BroadcastService::service_full_name(), &broadcasts_}};
  }

  absl::Status Start() override {
    if (absl::Status s = dockets_.Start(); !s.ok()) return s;
    pulse_ = std::thread([this] { Pulse(); });
    sheets_.Start();
    return absl::OkStatus();
  }

  void Drain() override { dockets_.DrainAll(); }

  void Stop() override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (pulse_.joinable()) pulse_.join();
    sheets_.Stop();
    dockets_.Stop();
  }

 private:
  void Pulse() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!wake_.wait_for(lock, kPulse, [this] { return stopping_; })) dockets_.PulseAll();
  }

  server::Workers workers_{2, 1024};
  server::WritePath path_;
  OpenDockets dockets_;
  ReleaseServiceImpl releases_;
  BroadcastServiceImpl broadcasts_;
  SheetWriter sheets_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread pulse_;
};

}  // namespace
}  // namespace clarion::broadcast

int main(int argc, char** argv) {
  return clarion::server::RunProcess(
      argc, argv, {"broadcast", [](clarion::server::Runtime& runtime) {
                     return std::make_unique<clarion::broadcast::BroadcastDesk>(runtime);
                   }});
}
