// `clarion version`.
#include <grpcpp/grpcpp.h>

#include "clients/cli/nouns.h"
#include "nlohmann/json.hpp"

namespace clarion::cli {
namespace {

struct VersionOptions {};

int RunVersion(Session& session, const VersionOptions&) {
  if (!session.json()) {
    session.terminal.out << "clarion " << CLARION_VERSION << " (gRPC " << grpc::Version() << ")\n";
  } else {
    session.terminal.out << nlohmann::json{{"clarion", CLARION_VERSION}, {"grpc", grpc::Version()}}
                         << "\n";
  }
  return 0;
}

}  // namespace

void AddVersion(CLI::App& program, Chosen& chosen) {
  AddCommand<VersionOptions>(program, chosen, {"version", "版本", "the version", "clarion version"},
                             RunVersion);
}

}  // namespace clarion::cli
