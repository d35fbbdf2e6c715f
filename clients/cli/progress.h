// Says on a terminal that something takes longer than a second, and for how long already.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "clients/cli/terminal.h"
#include "clients/cli/words.h"

namespace clarion::cli {

// Alive while the wait lasts; writes to `err`, only when that is a terminal, and wipes what it
// wrote. Nothing else may write to `err` meanwhile.
class Progress {
 public:
  Progress(Terminal& terminal, Lang lang);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

 private:
  void Run();

  Terminal& terminal_;
  const Lang lang_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace clarion::cli
