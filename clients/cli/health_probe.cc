#include "clients/cli/health_probe.h"

#include <grpcpp/generic/generic_stub.h>

#include <vector>

#include "absl/time/clock.h"
#include "clients/cpp/failure.h"

namespace clarion::cli {
namespace {

// The answer is one field: number 1, a varint below 128.
Health ReadAnswer(const grpc::ByteBuffer& answer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!answer.Dump(&slices).ok()) return Health::kUnknown;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  if (bytes.size() != 2 || bytes[0] != 0x08) return Health::kUnknown;
  return bytes[1] == 1 ? Health::kServing : Health::kNotServing;
}

}  // namespace

absl::StatusOr<Health> ProbeHealth(const std::shared_ptr<grpc::Channel>& channel,
                                   absl::Duration timeout) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  grpc::CompletionQueue queue;
  const grpc::ByteBuffer whole_server(nullptr, 0);  // an empty request: the server as a whole
  const auto call =
      stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", whole_server, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  if (!status.ok()) return client::ToStatus(status);
  return ReadAnswer(answer);
}

}  // namespace clarion::cli
