#include "tests/load/redis_probe.h"

#include <hiredis/hiredis.h>

#include <memory>

#include "services/core/check.h"

namespace clarion::load {
namespace {

struct ReplyFree {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using ProbeReply = std::unique_ptr<redisReply, ReplyFree>;

std::string TextOf(const redisReply& reply) {
  return reply.str == nullptr ? "" : std::string(reply.str, reply.len);
}

}  // namespace

RedisProbe::RedisProbe(const std::string& socket) : redis_(redisConnectUnix(socket.c_str())) {
  CLARION_CHECK(redis_ != nullptr && redis_->err == 0);
}

RedisProbe::~RedisProbe() { redisFree(redis_); }

void* RedisProbe::Ask(const std::vector<std::string>& command) {
  std::vector<const char*> texts;
  std::vector<size_t> lengths;
  for (const std::string& argument : command) {
    texts.push_back(argument.data());
    lengths.push_back(argument.size());
  }
  void* reply =
      redisCommandArgv(redis_, static_cast<int>(command.size()), texts.data(), lengths.data());
  CLARION_CHECK(reply != nullptr);
  return reply;
}

long long RedisProbe::Integer(const std::vector<std::string>& command) {
  const ProbeReply reply(static_cast<redisReply*>(Ask(command)));
  return reply->type == REDIS_REPLY_INTEGER ? reply->integer : 0;
}

std::string RedisProbe::Text(const std::vector<std::string>& command) {
  return TextOf(*ProbeReply(static_cast<redisReply*>(Ask(command))));
}

std::vector<std::string> RedisProbe::List(const std::vector<std::string>& command) {
  const ProbeReply reply(static_cast<redisReply*>(Ask(command)));
  std::vector<std::string> elements;
  for (size_t i = 0; i < reply->elements; ++i) elements.push_back(TextOf(*reply->element[i]));
  return elements;
}

long long RedisProbe::MemoryOf(const std::string& key) {
  return Integer({"MEMORY", "USAGE", key, "SAMPLES", "0"});
}

}  // namespace clarion::load
