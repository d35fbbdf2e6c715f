#include "tests/load/crowd_stream.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "clarion/v1/broadcast_service.pb.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "tests/load/unary_caller.h"

namespace clarion::load {
namespace {

using google::protobuf::internal::WireFormatLite;

constexpr uint32_t DelimitedTag(int field) {
  return static_cast<uint32_t>(field << 3) | WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
}

}  // namespace

CrowdStream::Told ReadWatchMessage(const grpc::ByteBuffer& message) {
  CrowdStream::Told told;
  grpc::ByteBuffer bytes = message;
  grpc::ProtoBufferReader reader(&bytes);
  google::protobuf::io::CodedInputStream in(&reader);
  told.complete = false;
  while (const uint32_t tag = in.ReadTag()) {
    // A place to resume from: what came before it is whole.
    if (tag == DelimitedTag(v1::WatchResponse::kResumeTokenFieldNumber)) told.complete = true;
    if (tag != DelimitedTag(v1::WatchResponse::kItemsFieldNumber)) {
      if (!WireFormatLite::SkipField(&in, tag)) return told;
      continue;
    }
    uint32_t length = 0;
    if (!in.ReadVarint32(&length)) return told;
    const auto limit = in.PushLimit(static_cast<int>(length));
    const uint32_t item = in.ReadTag();
    ++(item == DelimitedTag(v1::WatchItem::kChangeFieldNumber) ? told.changes : told.states);
    in.Skip(in.BytesUntilLimit());
    in.PopLimit(limit);
  }
  return told;
}

CrowdStream::Told ReadFloorMessage(const grpc::ByteBuffer& /*message*/) { return {.changes = 1}; }

CrowdStream::CrowdStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& token,
                         const std::string& request, Reader reader)
    : reader_(reader), stub_(channel), request_(ToBuffer(request)) {
  if (!token.empty()) context_.AddMetadata("authorization", "Bearer " + token);
  stub_.PrepareBidiStreamingCall(&context_, "/clarion.v1.BroadcastService/Watch", {}, this);
  StartWriteLast(&request_, grpc::WriteOptions());
  StartRead(&message_);
  StartCall();
}

CrowdStream::~CrowdStream() {
  context_.TryCancel();
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return done_; });
}

void CrowdStream::OnReadDone(bool ok) {
  if (!ok) return;
  const Told told = reader_(message_);
  last_.store(std::chrono::steady_clock::now().time_since_epoch().count());
  bytes_.fetch_add(message_.Length());
  messages_.fetch_add(1);
  states_.fetch_add(told.states);
  changes_.fetch_add(told.changes);
  if (told.complete) {
    const std::lock_guard<std::mutex> lock(mutex_);
    last_message_ = message_;
  }
  if (told.complete) listening_.store(true);
  message_.Clear();
  if (!stopped_.load()) StartRead(&message_);
}

void CrowdStream::OnDone(const grpc::Status& /*status*/) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ended_.store(true);
  done_ = true;
  changed_.notify_all();
}

grpc::ByteBuffer CrowdStream::LastMessage() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return last_message_;
}

}  // namespace clarion::load
