#include "services/store/call_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/store/redis_errors.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr size_t kBatchBytes = 1024 * 1024;

}  // namespace

CallStream::CallStream(std::unique_ptr<RedisConnection> connection,
                       const std::vector<std::string>& scripts, const Confirmations& confirmations)
    : connection_(std::move(connection)),
      scripts_(scripts),
      confirmations_(confirmations),
      heard_at_(SteadyNow()) {}

bool CallStream::has_room() const { return leave_.ok() && out_.size() <= kBatchBytes; }

void CallStream::Append(std::deque<PendingCall> batch) {
  if (sent_.empty()) heard_at_ = SteadyNow();
  bool kept = false;
  for (PendingCall& call : batch) {
    kept = kept || call.writes || call.kept;
    AppendOne(std::move(call));
  }
  if (kept && confirmations_.asked()) AppendWait();
}

void CallStream::AppendOne(PendingCall call) {
  out_ += call.bytes;
  queued_bytes_ += call.bytes.size();
  call.end = queued_bytes_;
  sent_.push_back(std::move(call));
}

void CallStream::AppendScripts() {
  for (const std::string& script : scripts_) {
    PendingCall load;
    load.kind = PendingCall::Kind::kLoad;
    load.bytes = Encode({"SCRIPT", "LOAD", script});
    AppendOne(std::move(load));
  }
}

void CallStream::AppendWait() {
  PendingCall wait;
  wait.kind = PendingCall::Kind::kWait;
  wait.replicas = confirmations_.needed();
  wait.bytes = Encode({"WAIT", absl::StrCat(wait.replicas), confirmations_.patience_ms()});
  AppendOne(std::move(wait));
}

absl::Status CallStream::WriteOut() {
  if (out_.empty()) return absl::OkStatus();
  size_t written = 0;
  absl::Status status = connection_->Write(out_, &written);
  written_bytes_ += written;
  out_.erase(0, written);
  return status;
}

absl::Status CallStream::Turn() {
  absl::Status written = WriteOut();
  if (!written.ok()) return written;
  size_t received = 0;
  const absl::Status read = connection_->Read(&received);
  if (received > 0) heard_at_ = SteadyNow();
  // What came before the end of the stream is an answer still.
  absl::Status answered = TakeAnswers();
  return answered.ok() ? read : answered;
}

absl::Status CallStream::TakeAnswers() {
  while (true) {
    absl::StatusOr<Reply> reply = connection_->Next();
    if (!reply.ok()) return reply.status();
    if (*reply == nullptr) return absl::OkStatus();
    if (sent_.empty()) return Unavailable("Redis answered what was not asked");
    PendingCall call = std::move(sent_.front());
    sent_.pop_front();
    absl::Status answered = Answer(std::move(call), *std::move(reply));
    if (!answered.ok()) return answered;
  }
}

absl::Status CallStream::Answer(PendingCall call, Reply reply) {
  switch (call.kind) {
    case PendingCall::Kind::kWait:
      AnswerWait(call, *reply);
      return absl::OkStatus();
    case PendingCall::Kind::kLoad:
      return IsError(*reply) ? ErrorStatus(Text(*reply)) : absl::OkStatus();
    case PendingCall::Kind::kCall:
      break;
  }
  if (IsError(*reply)) {
    AnswerError(std::move(call), Text(*reply));
  } else if ((call.writes || call.kept) && confirmations_.asked()) {
    held_.push_back({std::move(call), std::move(reply)});
  } else {
    call.Finish(std::move(reply));
  }
  return absl::OkStatus();
}

void CallStream::AnswerError(PendingCall call, const std::string& error) {
  const ErrorClass error_class = ClassOf(error);
  if (error_class == ErrorClass::kScriptGone && !call.again && !call.finished()) {
    call.again = true;
    AppendScripts();
    AppendOne(std::move(call));
    if (confirmations_.asked()) AppendWait();
    return;
  }
  const absl::Status status = ErrorStatus(error);
  if (error_class == ErrorClass::kRefusedReconnect && leave_.ok()) leave_ = status;
  call.Finish(status);
}

// WAIT covers everything this connection was answered before it, whoever wrote it.
void CallStream::AnswerWait(const PendingCall& wait, const redisReply& reply) {
  const bool kept = reply.type == REDIS_REPLY_INTEGER && reply.integer >= wait.replicas;
  std::deque<Held> held;
  held.swap(held_);
  for (Held& one : held) {
    if (kept) {
      one.call.Finish(std::move(one.reply));
    } else {
      one.call.Finish(OutcomeUnknown("not every replica has it"));
    }
  }
}

void CallStream::Expire(absl::Duration now) {
  // In the stream a call will still reach Redis, even when not one byte of it is written yet.
  const auto end = [now](PendingCall& call) {
    if (call.finished() || call.expires > now) return;
    call.Finish(call.writes ? OutcomeUnknown("the deadline passed before the answer")
                            : Unavailable("the deadline passed before the answer"));
  };
  for (PendingCall& call : sent_) end(call);
  for (Held& one : held_) end(one.call);
}

void CallStream::Break(const absl::Status& why) {
  const absl::Status unknown = OutcomeUnknown("the connection to Redis broke under way");
  std::deque<PendingCall> sent;
  sent.swap(sent_);
  std::deque<Held> held;
  held.swap(held_);
  for (PendingCall& call : sent) {
    const bool whole = call.end <= written_bytes_;
    call.Finish(whole && call.writes ? unknown : why);
  }
  for (Held& one : held) one.call.Finish(unknown);
}

}  // namespace clarion::store
