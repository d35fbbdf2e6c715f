// What a process needs before it touches the store: its configuration and the files that names,
// read and checked. `--check-config` is this and nothing more.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clarion/v1/config.pb.h"
#include "services/server/rule_packs.h"
#include "services/server/tokens.h"

namespace clarion::server {

struct Prepared {
  v1::Config config;
  std::string config_name;  // of the file, without folder and `.yaml`: tells replicas apart
  std::unique_ptr<Tokens> tokens;
  PackPtr pack;
};

// Every fault of every file at once, a line each.
absl::StatusOr<Prepared> Prepare(const std::string& config_file);

// Whether both read, belong together and the certificate has not ended: gRPC itself would only fail
// to listen, or refuse every caller.
absl::Status CheckCertificate(const std::string& certificate, const std::string& key);

}  // namespace clarion::server
