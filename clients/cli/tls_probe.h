// Asks a server for nothing but its TLS: which version, whose certificate, until when.
//
// gRPC does not say; and a certificate about to end is best found before it does. Blocks for at
// most the timeout; IPv4 and IPv6 `host:port` only.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace clarion::cli {

struct TlsFacts {
  std::string version;  // `TLSv1.3`
  absl::Time not_after;
};

absl::StatusOr<TlsFacts> ProbeTls(const std::string& address, const std::string& ca_file,
                                  absl::Duration timeout);

}  // namespace clarion::cli
