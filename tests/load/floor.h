// Floors: the least a server must do for the same call, to hold the product's figures against.
//
// Each is a service of the product's own contract with the one method replaced by bytes in, bytes
// out, so that the generator calls a floor exactly as it calls the product. They run as processes
// of their own (`load_floor`), on the same TLS, Redis on the same durability.
//   echo      answers the bytes it was sent.
//   store     one EVALSHA with a version check, a SET of those bytes, XADD, two ZADD, a request key
//             with expiry and PUBLISH; then answers the bytes. No token, no decision, no history.
//   fan_out   sends what is published to all its watchers, as one shared buffer.
#pragma once

#include <memory>
#include <string>

#include "grpcpp/impl/codegen/service_type.h"

namespace clarion::load {

// What `store` publishes and `fan_out` sends: the first bytes of the request.
inline constexpr size_t kFloorEntryBytes = 300;
inline constexpr char kFloorBell[] = "floor:bell";

std::unique_ptr<grpc::Service> NewEchoFloor();
std::unique_ptr<grpc::Service> NewStoreFloor(const std::string& redis_socket);
std::unique_ptr<grpc::Service> NewFanOutFloor(const std::string& redis_socket);

}  // namespace clarion::load
