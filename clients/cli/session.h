// One run of the command line: the options that hold for every command, the context chosen, the
// connection once it is needed, and how results and faults are said.
//
// One thread. Commands get a Session and return the exit code.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/advice.h"
#include "clients/cli/contexts.h"
#include "clients/cli/progress.h"
#include "clients/cli/table.h"
#include "clients/cli/terminal.h"
#include "clients/cli/words.h"
#include "clients/cpp/connection.h"
#include "google/protobuf/message.h"

namespace clarion::cli {

enum class Output { kTable, kWide, kCsv, kJson, kNdjson };

struct GlobalOptions {
  std::string context;
  std::string lang;
  std::string output = "table";
  std::string region;
  std::string request_id;
  std::string etag;
  bool yes = false;
  bool dry_run = false;
  double timeout_seconds = 5;
};

// Makes a connection; tests give one to servers in their own process.
using Dial = std::function<absl::StatusOr<std::unique_ptr<client::Connection>>(
    const client::Target& target, const client::CallOptions& defaults)>;

class Session {
 public:
  Session(Terminal& own_terminal, Dial dial) : terminal(own_terminal), dial_(std::move(dial)) {}

  Terminal& terminal;
  GlobalOptions options;
  // As typed, and which command that was, for saying what to type next.
  std::vector<std::string> arguments;
  std::string command = "clarion";

  Lang lang();
  Output output() const;
  bool json() const { return output() == Output::kJson || output() == Output::kNdjson; }
  Shape shape() const;
  bool colour() const { return terminal.out_is_tty && !json() && output() != Output::kCsv; }

  // The context chosen by --context, CLARION_CONTEXT or the file; NOT_FOUND when there is none.
  absl::StatusOr<ContextEntry> Context();
  absl::StatusOr<ContextEntry> ContextNamed(const std::string& name);
  std::string ContextName();
  absl::StatusOr<Contexts> AllContexts() { return LoadContexts(ContextsPath(terminal)); }
  absl::StatusOr<std::unique_ptr<client::Connection>> DialTo(const client::Target& target);
  // Region of --region, else of the context.
  absl::StatusOr<std::string> Region();

  // Calls a service, saying so on a terminal once it takes over a second.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request,
                                const std::optional<client::CallOptions>& own = std::nullopt) {
    const absl::StatusOr<client::Connection*> connection = Connect();
    if (!connection.ok()) return connection.status();
    const Progress progress(terminal, lang());
    return (*connection)->Call(method, request, own);
  }
  // Connects on first use; a token about to end is replaced first.
  absl::StatusOr<client::Connection*> Connect();

  // The data set's instant; the machine's when the timeline desk does not answer.
  absl::Time Now();

  // Id of this run's write: the one given, else a new one, the same for every call of the run.
  const std::string& RequestId();

  // Says a failure in three lines: what, the reason, what to type next. Returns the exit code.
  int Fail(const absl::Status& status, const std::string& incident = "");
  int Usage(const Word& what);

  // Asks y/N before what cannot be undone. 0: go on; else the exit code to end with. Where nobody
  // is there to ask it says so, and how to go on without being asked.
  int Confirm(const std::string& what);

  // Fails where a dry run is asked for of what cannot be tried.
  absl::Status RefuseDryRun() const;

  // What was typed, as one line for a shell, with `option` (`--yes`, or `--basis TEXT`) in place of
  // whatever was given for it.
  std::string Again(const std::string& option) const;

  // A line about the run itself, on `err`.
  void Say(const Word& what);

  // Prints one message as JSON; false: the output is a table, print that.
  bool PrintJson(const google::protobuf::Message& message);

 private:
  Dial dial_;
  std::unique_ptr<client::Connection> connection_;
  std::optional<absl::Time> now_;
};

// Canonical JSON of a message, in one line or indented.
std::string ToJson(const google::protobuf::Message& message, bool indented);

}  // namespace clarion::cli
