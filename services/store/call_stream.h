// The calls under way on one connection: what is still to be written, what waits for its answer,
// and in durability `replicated` what is answered but not yet confirmed by the replicas.
//
// Answers come in the order of the calls, so a call that expired keeps its place: its late answer
// must not be taken for another's. A call not wholly written when the connection breaks changed
// nothing; a writing one that was, perhaps did.
//
// Of the link's thread alone. Ends with its connection.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/store/confirmations.h"
#include "services/store/pending_call.h"
#include "services/store/redis_connection.h"

namespace clarion::store {

class CallStream {
 public:
  // `scripts` and `confirmations` outlive the stream.
  CallStream(std::unique_ptr<RedisConnection> connection, const std::vector<std::string>& scripts,
             const Confirmations& confirmations);

  // Puts calls at the end. One WAIT follows a batch that writes, when replicas must have it.
  void Append(std::deque<PendingCall> batch);
  // Writes and reads what can be without blocking, and finishes what was answered. A status means
  // that the connection is broken.
  absl::Status Turn();
  // Ends the calls whose deadline passed.
  void Expire(absl::Duration now);
  // Ends them all: the connection is gone.
  void Break(const absl::Status& why);

  int fd() const { return connection_->fd(); }
  bool has_room() const;
  bool wants_write() const { return !out_.empty(); }
  bool idle() const { return sent_.empty() && held_.empty(); }
  // Since when Redis has been silent, counted from the first call under way.
  absl::Duration heard_at() const { return heard_at_; }
  // Not OK once Redis said that it is not the one to speak to.
  const absl::Status& leave() const { return leave_; }

 private:
  struct Held {
    PendingCall call;
    Reply reply;
  };

  void AppendOne(PendingCall call);
  void AppendScripts();
  void AppendWait();
  absl::Status WriteOut();
  absl::Status TakeAnswers();
  absl::Status Answer(PendingCall call, Reply reply);
  void AnswerError(PendingCall call, const std::string& error);
  void AnswerWait(const PendingCall& wait, const redisReply& reply);

  const std::unique_ptr<RedisConnection> connection_;
  const std::vector<std::string>& scripts_;
  const Confirmations& confirmations_;
  std::deque<PendingCall> sent_;  // in the order of the stream; the last may not be whole
  std::deque<Held> held_;
  std::string out_;
  uint64_t queued_bytes_ = 0;
  uint64_t written_bytes_ = 0;
  absl::Duration heard_at_;
  absl::Status leave_;
};

}  // namespace clarion::store
