// A RedisProbe asks a Redis what it holds: one connection of its own, one question at a time.
//
// For measurements only: a connection that is lost ends the program. One thread.
#pragma once

#include <string>
#include <vector>

struct redisContext;

namespace clarion::load {

class RedisProbe {
 public:
  explicit RedisProbe(const std::string& socket);
  ~RedisProbe();
  RedisProbe(const RedisProbe&) = delete;
  RedisProbe& operator=(const RedisProbe&) = delete;

  // 0 for nil and for whatever is no integer.
  long long Integer(const std::vector<std::string>& command);
  // Empty for nil.
  std::string Text(const std::vector<std::string>& command);
  std::vector<std::string> List(const std::vector<std::string>& command);

  // Bytes of a key, its value and its place in the table, all elements counted.
  long long MemoryOf(const std::string& key);

 private:
  void* Ask(const std::vector<std::string>& command);

  redisContext* const redis_;
};

}  // namespace clarion::load
