// Registrations as the generator sends them: about 1 KB, numbered by their request id, so that the
// record of one is known again wherever it is read. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "clarion/v1/commands.pb.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/load/unary_caller.h"

namespace clarion::load {

inline constexpr char kRegisterMethod[] = "/clarion.v1.IncidentService/RegisterIncident";

struct Registration {
  std::string region;
  size_t number = 0;   // unique in the run
  int time_scale = 0;  // 0: a real incident of grade IV; else a drill of grade III
  absl::Time detected_at = absl::UnixEpoch();
};

// What is registered, without a name.
v1::RegisterIncident SampleIncident(const Registration& registration);

grpc::ByteBuffer RequestOf(const Registration& registration);

// `00000000-0000-4000-8000-{number}`, and back. None when it is no such id.
std::string RequestId(size_t number);
std::optional<size_t> NumberOf(const std::string& request_id);

// The same for a floor: 1 KB that begins with the number.
grpc::ByteBuffer FloorRequest(size_t number);
std::optional<size_t> FloorNumberOf(const std::string& bytes);

// `name` of the docket in an answer, read without the rest. Empty when there is none.
std::string IncidentIn(const grpc::ByteBuffer& answer);

}  // namespace clarion::load
