// A UnaryCaller sends requests of one method over a few channels, without waiting for the answers.
//
// Requests and answers are bytes, so that the generator spends the same on a floor as on the
// product. Built on the callback API: answers come on gRPC's own threads. Thread-safe; must outlive
// its calls.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

namespace clarion::load {

class UnaryCaller {
 public:
  using Done = std::function<void(const grpc::Status& status, grpc::ByteBuffer& answer)>;

  // `token` may be empty.
  UnaryCaller(const std::vector<std::shared_ptr<grpc::Channel>>& channels, std::string method,
              const std::string& token);

  // Calls go over the channels in turn.
  void Call(size_t operation, grpc::ByteBuffer request, Done done);

 private:
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  const std::string method_;
  const std::string authorization_;
};

// A message or text as one buffer.
grpc::ByteBuffer ToBuffer(const std::string& bytes);
std::string ToBytes(const grpc::ByteBuffer& buffer);

}  // namespace clarion::load
