// `clarion`: the command line of duty officers, approvers, speakers and administrators.
#include "clients/cli/cli.h"

int main(int argc, char** argv) {
  clarion::cli::Terminal terminal = clarion::cli::ProcessTerminal();
  return clarion::cli::RunCli(
      {argv + 1, argv + argc}, terminal,
      [](const clarion::client::Target& target, const clarion::client::CallOptions& defaults) {
        return clarion::client::Connection::Open(target, defaults);
      });
}
