// One answer of Redis, as hiredis' reader parsed it. Move-only; freed with its owner.
#pragma once

#include <hiredis/hiredis.h>

#include <memory>
#include <string>
#include <vector>

namespace clarion::store {

struct ReplyFree {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, ReplyFree>;

// A command: its name and arguments, binary-safe.
using Argv = std::vector<std::string>;

inline bool IsNil(const redisReply& reply) { return reply.type == REDIS_REPLY_NIL; }
inline bool IsError(const redisReply& reply) { return reply.type == REDIS_REPLY_ERROR; }
inline bool IsArray(const redisReply& reply) { return reply.type == REDIS_REPLY_ARRAY; }
inline bool IsString(const redisReply& reply) {
  return reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS;
}

// The bytes of a string, status or error; empty for anything else.
inline std::string Text(const redisReply& reply) {
  if (!IsString(reply) && !IsError(reply)) return std::string();
  return std::string(reply.str, static_cast<size_t>(reply.len));
}

}  // namespace clarion::store
