#include "clients/cli/session.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/again.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/next_command.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/sign_in.h"
#include "clients/cli/times.h"
#include "clients/cpp/request_id.h"

namespace clarion::cli {
namespace {

constexpr Word kNext{"下一步：", "next:   "};
constexpr Word kReason{"原因：", "reason: "};
constexpr Word kError{"错误：", "error:  "};

}  // namespace

std::string ToJson(const google::protobuf::Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for messages with malformed well-known types, which a parsed one does not hold.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) json = "{}";
  return SafeJson(json);
}

Lang Session::lang() {
  std::string wanted = options.lang;
  if (wanted.empty()) {
    const auto context = Context();
    if (context.ok()) wanted = context->lang;
  }
  if (wanted.empty()) {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      const auto value = terminal.environment(name);
      if (value && !value->empty()) {
        wanted = *value;
        break;
      }
    }
  }
  return absl::StartsWith(wanted, "en") ? Lang::kEn : Lang::kZh;
}

Output Session::output() const {
  if (options.output == "json") return Output::kJson;
  if (options.output == "ndjson") return Output::kNdjson;
  if (options.output == "wide") return Output::kWide;
  return options.output == "csv" ? Output::kCsv : Output::kTable;
}

Shape Session::shape() const {
  if (output() == Output::kCsv) return Shape::kCsv;
  return output() == Output::kWide ? Shape::kWide : Shape::kPlain;
}

std::string Session::ContextName() {
  if (!options.context.empty()) return options.context;
  const auto from_environment = terminal.environment("CLARION_CONTEXT");
  if (from_environment && !from_environment->empty()) return *from_environment;
  const auto contexts = AllContexts();
  return contexts.ok() ? contexts->current : "";
}

absl::StatusOr<ContextEntry> Session::Context() { return ContextNamed(ContextName()); }

absl::StatusOr<ContextEntry> Session::ContextNamed(const std::string& name) {
  const absl::StatusOr<Contexts> contexts = AllContexts();
  if (!contexts.ok()) return contexts.status();
  const auto found = contexts->entries.find(name);
  if (found != contexts->entries.end()) return found->second;
  const std::string path = ContextsPath(terminal);
  if (name.empty()) {
    return LocalFailure(absl::StatusCode::kUnauthenticated, "尚未登录，没有可用环境：" + path,
                        "not signed in yet: no context in " + path, "NOT_SIGNED_IN");
  }
  return LocalFailure(absl::StatusCode::kNotFound, absl::StrCat("没有环境「", name, "」：", path),
                      absl::StrCat("no context \"", name, "\" in ", path));
}

absl::StatusOr<std::string> Session::Region() {
  if (!options.region.empty()) return options.region;
  const absl::StatusOr<ContextEntry> context = Context();
  if (!context.ok()) return context.status();
  if (context->region.empty()) {
    return Misused("请用 --region 指定六位地区代码。", "Give the region by --region, six digits.");
  }
  return context->region;
}

absl::StatusOr<std::unique_ptr<client::Connection>> Session::DialTo(const client::Target& target) {
  client::CallOptions defaults;
  defaults.timeout = absl::Seconds(options.timeout_seconds);
  return dial_(target, defaults);
}

absl::StatusOr<client::Connection*> Session::Connect() {
  if (connection_ == nullptr) {
    const absl::StatusOr<ContextEntry> context = Context();
    if (!context.ok()) return context.status();
    auto connection = DialTo(context->target);
    if (!connection.ok()) return connection.status();
    connection_ = *std::move(connection);
    if (IsEndingSoon(*context, terminal.now())) {
      // Without the new token the old one still serves: whoever asks next is told when it does not.
      if (auto renewed = Renew(*this, *connection_, ContextName()); renewed.ok()) {
        connection_ = *std::move(renewed);
      }
    }
  }
  return connection_.get();
}

absl::Time Session::Now() {
  if (now_) return *now_;
  client::CallOptions once;
  once.timeout = absl::Seconds(1);
  once.retry.tries = 1;
  const auto progress =
      Call(&v1::TimelineService::StubInterface::GetProgress, v1::GetProgressRequest(), once);
  now_ = progress.ok() && progress->has_now() ? FromProto(progress->now()) : absl::Now();
  return *now_;
}

const std::string& Session::RequestId() {
  if (options.request_id.empty()) options.request_id = client::NewRequestId();
  return options.request_id;
}

int Session::Fail(const absl::Status& status, const std::string& incident) {
  const client::Failure failure = client::FailureOf(status);
  const Lang language = lang();
  terminal.err << kError.In(language) << SafeLine(language == Lang::kZh ? failure.zh : failure.en)
               << "\n";
  for (const client::FieldViolation& violation : failure.violations) {
    terminal.err << "  " << SafeLine(violation.field) << ": " << SafeLine(violation.description)
                 << "\n";
  }
  const Advice* advice = FindAdvice(failure.reason);
  terminal.err << kReason.In(language);
  if (!failure.reason.empty()) terminal.err << SafeLine(failure.reason) << " ";
  if (advice != nullptr) terminal.err << advice->word.In(language) << " ";
  terminal.err << "(" << absl::StatusCodeToString(status.code()) << ")\n";
  terminal.err << kNext.In(language) << NextCommand(*this, failure, incident) << "\n";
  return ExitCode(status.code());
}

int Session::Usage(const Word& what) { return Fail(Misused(what.zh, what.en)); }

std::string Session::Again(const std::string& option) const { return SaidAgain(arguments, option); }

void Session::Say(const Word& what) { terminal.err << what.In(lang()) << "\n"; }

int Session::Confirm(const std::string& what) {
  if (options.yes || options.dry_run) return 0;
  terminal.err << what << "\n";
  if (!terminal.in_is_tty) {
    const Lang language = lang();
    terminal.err
        << kError.In(language)
        << Word{"须先确认，而输入不是终端，无人可问；未作更改。",
                "This must be confirmed, and input is no terminal: nobody is there to ask. "
                "Nothing changed."}
               .In(language)
        << "\n"
        << kReason.In(language) << "CONFIRMATION_REQUIRED "
        << Word{"需要确认", "a confirmation is required"}.In(language) << " (INVALID_ARGUMENT)\n"
        << kNext.In(language) << Again("--yes") << "\n";
    return kExitUsage;
  }
  terminal.err << (lang() == Lang::kZh ? "确认？" : "Go on?") << " [y/N] " << std::flush;
  std::string answer;
  std::getline(terminal.in, answer);
  if (answer == "y" || answer == "Y" || answer == "yes") return 0;
  Say({"未作更改。", "Nothing changed."});
  return kExitFailure;
}

absl::Status Session::RefuseDryRun() const {
  if (!options.dry_run) return absl::OkStatus();
  return Misused("此操作不能试办（服务没有只检查不执行的方式）；未作更改。",
                 "This cannot be tried without doing it: the service has no check-only form of it. "
                 "Nothing changed.");
}

bool Session::PrintJson(const google::protobuf::Message& message) {
  if (!json()) return false;
  const bool indented = output() == Output::kJson;
  terminal.out << ToJson(message, indented) << (indented ? "" : "\n");
  return true;
}

}  // namespace clarion::cli
