// Workers: a few threads for what must not run on the store's link thread, such as deciding again.
//
// Post never blocks: when the queue is full it answers false, and the caller refuses with
// QUEUE_FULL. The destructor finishes what is queued. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace clarion::server {

class Workers {
 public:
  Workers(int threads, size_t queue_limit);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  bool Post(std::function<void()> task);

 private:
  void Run();

  const size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace clarion::server
