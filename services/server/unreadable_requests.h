// A request whose bytes are no message, such as one with a string that is no UTF-8, never reaches a
// handler: gRPC answers UNIMPLEMENTED with no text, which says the opposite of what is wrong. This
// interceptor answers FIELD_INVALID instead. Every RPC of the contract that is served has a
// handler, so there is no other way to that answer.
//
// One per call of a Clarion service; costs one look at the outgoing status.
#pragma once

#include <memory>

#include "grpcpp/support/server_interceptor.h"

namespace clarion::server {

class UnreadableRequests final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* call) override;
};

}  // namespace clarion::server
