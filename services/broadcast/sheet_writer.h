// SheetWriter writes the sheet of every region to a file at start and every hour:
// `{state_dir}/sheets/{region}.zh.txt` and `.en.txt`, replaced whole. What lies there when the
// process dies is at most an hour old.
//
// A sheet that cannot be written is an alarm in the log and tried again within a minute.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "services/broadcast/open_dockets.h"
#include "services/server/runtime.h"

namespace clarion::broadcast {

// The sheet of one region now, from memory and the roster as it is. Blocks.
absl::StatusOr<std::string> SheetOf(server::Runtime& runtime, OpenDockets& dockets,
                                    const std::string& region, const std::string& language);

class SheetWriter {
 public:
  // Both must outlive the writer.
  SheetWriter(server::Runtime& runtime, OpenDockets& dockets)
      : runtime_(runtime), dockets_(dockets) {}

  void Start();
  void Stop();

 private:
  void Run();
  absl::Status Write(const std::string& region);

  server::Runtime& runtime_;
  OpenDockets& dockets_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::map<std::string, std::chrono::steady_clock::time_point> written_;  // of this thread alone
  std::thread thread_;
};

}  // namespace clarion::broadcast
