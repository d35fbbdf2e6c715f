#include "tests/load/unary_caller.h"

#include <chrono>
#include <utility>

#include "grpcpp/client_context.h"

namespace clarion::load {
namespace {

constexpr std::chrono::seconds kPatience{20};

struct OneCall {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer answer;
};

}  // namespace

UnaryCaller::UnaryCaller(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                         std::string method, const std::string& token)
    : method_(std::move(method)), authorization_(token.empty() ? "" : "Bearer " + token) {
  for (const auto& channel : channels) {
    stubs_.push_back(std::make_unique<grpc::GenericStub>(channel));
  }
}

void UnaryCaller::Call(size_t operation, grpc::ByteBuffer request, Done done) {
  auto call = std::make_shared<OneCall>();
  call->request.Swap(&request);
  call->context.set_deadline(std::chrono::system_clock::now() + kPatience);
  if (!authorization_.empty()) call->context.AddMetadata("authorization", authorization_);
  stubs_[operation % stubs_.size()]->UnaryCall(
      &call->context, method_, {}, &call->request, &call->answer,
      [call, done = std::move(done)](const grpc::Status& status) { done(status, call->answer); });
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace clarion::load
