#include "tests/server/raw_call.h"

#include <future>
#include <utility>
#include <vector>

#include "grpcpp/generic/generic_stub.h"
#include "services/server/status_grpc.h"
#include "tests/support/caller.h"

namespace clarion::testing {

absl::StatusOr<std::string> CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                                    const std::string& method, const std::string& token,
                                    const std::string& request) {
  grpc::ClientContext context;
  support::SignAs(context, token);
  support::Limit(context, absl::Seconds(10));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  std::promise<grpc::Status> answered;
  grpc::GenericStub(channel).UnaryCall(
      &context, method, {}, &sent, &received,
      [&answered](grpc::Status status) { answered.set_value(std::move(status)); });
  const grpc::Status status = answered.get_future().get();
  if (!status.ok()) return server::FromGrpc(status);
  std::vector<grpc::Slice> slices;
  if (!received.Dump(&slices).ok()) return absl::InternalError("an answer without bytes");
  std::string bytes;
  for (const grpc::Slice& part : slices) {
    bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
  }
  return bytes;
}

}  // namespace clarion::testing
