#include "clients/cli/progress.h"

#include <chrono>

namespace clarion::cli {

Progress::Progress(Terminal& terminal, Lang lang) : terminal_(terminal), lang_(lang) {
  if (terminal_.err_is_tty) thread_ = std::thread([this] { Run(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Progress::Run() {
  std::unique_lock lock(mutex_);
  int seconds = 0;
  while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return done_; })) {
    ++seconds;
    terminal_.err << "\r" << (lang_ == Lang::kZh ? "等待服务应答… " : "waiting for the service... ")
                  << seconds << " s" << std::flush;
  }
  if (seconds > 0) terminal_.err << "\r\x1b[K" << std::flush;
}

}  // namespace clarion::cli
