#include "tests/clients/cli_run.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "clients/cli/cli.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {

Person::Person(FakeDesks& desks) : now(FixtureNow()), desks_(desks) {
  std::string folder = std::filesystem::temp_directory_path() / "clarion-cli-XXXXXX";
  folder_ = mkdtemp(folder.data());
  environment["CLARION_CONFIG"] = config();
  cli::Contexts contexts;
  contexts.current = "duty";
  cli::ContextEntry& duty = contexts.entries["duty"];
  duty.account = "regions/410726/accounts/duty1";
  duty.region = "410726";
  duty.lang = "zh";
  duty.target.token = "token-of-duty1";
  duty.target.addresses.fill("in-process");
  if (!cli::SaveContexts(config(), contexts).ok()) std::abort();
}

std::string Person::File(const std::string& name, const std::string& content) const {
  std::ofstream(File(name), std::ios::binary) << content;
  return File(name);
}

Person::~Person() { std::filesystem::remove_all(folder_); }

CliResult Person::Run(const std::vector<std::string>& arguments) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  cli::Terminal terminal = {
      .in = in,
      .out = out,
      .err = err,
      .in_is_tty = at_a_terminal,
      .environment = [this](const std::string& name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        if (found == environment.end()) return std::nullopt;
        return found->second;
      },
      .ask_password = [this](const std::string&) -> std::optional<std::string> {
        if (password.empty()) return std::nullopt;
        return password;
      },
      .now = [this] { return now; }};
  CliResult result;
  result.code = cli::RunCli(
      arguments, terminal,
      [this](const client::Target& target,
             client::CallOptions defaults) -> absl::StatusOr<std::unique_ptr<client::Connection>> {
        defaults.retry.sleep = [](absl::Duration) {};
        return std::make_unique<client::Connection>(desks_.Channels(target.token), defaults);
      });
  result.out = out.str();
  result.err = err.str();
  return result;
}

}  // namespace clarion::tests
