// clarion-admin: the one tool that speaks to Redis itself. For the operator of the host, not for
// duty officers: make a data set, accept it after a loss, verify it, set a manual clock, look after
// it.
//
// Ends with 0 when it is done, 1 when it failed or found something, 2 when it was called wrongly.
// Passwords go in and out by files, never by arguments.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/admin/doctor.h"
#include "services/admin/init.h"
#include "services/admin/target.h"
#include "services/admin/verify.h"
#include "services/store/address.h"
#include "services/store/set_making.h"

namespace clarion::admin {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

struct Arguments {
  Target target;
  std::string durability = "disk";
  std::string manual_clock;
  std::string password_file = "-";
  std::string reason;
  std::string to;
};

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "clarion-admin: %s\n", InBothLanguages(status).c_str());
  return kFailed;
}

std::string Show(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

// Reads an instant with a zone, whole milliseconds.
bool ReadInstant(const std::string& text, absl::Time* time) {
  std::string fault;
  if (absl::ParseTime(absl::RFC3339_full, text, time, &fault) &&
      *time == absl::FromUnixMillis(absl::ToUnixMillis(*time))) {
    return true;
  }
  std::fprintf(
      stderr,
      "clarion-admin: `%s` is no instant such as 2026-03-03T08:00:00.000+08:00, with whole "
      "milliseconds.\n应为带时区、精确到毫秒的时刻，例如 2026-03-03T08:00:00.000+08:00。\n",
      text.c_str());
  return false;
}

int RunInit(const Arguments& arguments) {
  InitOptions options;
  options.password_file = arguments.password_file;
  if (!arguments.manual_clock.empty()) {
    absl::Time time;
    if (!ReadInstant(arguments.manual_clock, &time)) return kUsage;
    options.manual_clock = time;
  }
  absl::StatusOr<std::string> made = Init(arguments.target, options);
  if (!made.ok()) return Fail(made.status());
  std::fprintf(stderr, "%s\n", made->c_str());
  return kDone;
}

int RunAccept(const Arguments& arguments) {
  auto connection = Connect(arguments.target);
  if (!connection.ok()) return Fail(connection.status());
  absl::StatusOr<store::SetInfo> raised = store::RaiseGeneration(**connection);
  if (!raised.ok()) return Fail(raised.status());
  // The operator keeps this line: it says who went on after which loss, and why.
  std::printf("accepted 已确认: data set %s, generation %lld, at %s: %s\n", raised->set.id.c_str(),
              static_cast<long long>(raised->set.generation), Show(absl::Now()).c_str(),
              arguments.reason.c_str());
  return kDone;
}

int RunVerify(const Arguments& arguments) {
  auto connection = Connect(arguments.target);
  if (!connection.ok()) return Fail(connection.status());
  absl::StatusOr<Verified> verified = Verify(**connection, [](const std::string& fault) {
    std::printf("fault 异常: %s\n", fault.c_str());
  });
  if (!verified.ok()) return Fail(verified.status());
  const double seconds = std::max(absl::ToDoubleSeconds(verified->took), 1e-6);
  std::printf(
      "%lld papers, %lld records verified in %.2f s (%.0f records/s), %lld faults\n"
      "已核验卷宗 %lld 份、记录 %lld 条，异常 %lld 处\n",
      static_cast<long long>(verified->papers), static_cast<long long>(verified->records), seconds,
      static_cast<double>(verified->records) / seconds, static_cast<long long>(verified->faults),
      static_cast<long long>(verified->papers), static_cast<long long>(verified->records),
      static_cast<long long>(verified->faults));
  return verified->faults == 0 ? kDone : kFailed;
}

int RunClock(const Arguments& arguments) {
  auto connection = Connect(arguments.target);
  if (!connection.ok()) return Fail(connection.status());
  if (!arguments.to.empty()) {
    absl::Time to;
    if (!ReadInstant(arguments.to, &to)) return kUsage;
    absl::Status moved = store::MoveClock(**connection, to);
    if (!moved.ok()) return Fail(moved);
  }
  absl::StatusOr<store::SetInfo> set = store::ReadSet(**connection);
  if (!set.ok()) return Fail(set.status());
  std::printf("%s %s\n", set->set.manual_clock ? "manual" : "real",
              Show(set->set.manual_clock ? set->manual_now : absl::Now()).c_str());
  return kDone;
}

int RunDoctor(const Arguments& arguments) {
  absl::StatusOr<std::vector<Finding>> findings = Examine(arguments.target);
  if (!findings.ok()) return Fail(findings.status());
  bool good = true;
  for (const Finding& finding : *findings) {
    std::printf("%s %s\n", finding.good ? "ok  " : "BAD ", finding.text.c_str());
    good = good && finding.good;
  }
  return good ? kDone : kFailed;
}

std::string IsNodeAddress(const std::string& text) {
  if (store::ReadAddress(text).has_value()) return "";
  return "`" + text + "` is not address:port, the address in figures / 应为 数字地址:端口";
}

void AddTarget(CLI::App* command, Arguments* arguments) {
  CLI::Option_group* place = command->add_option_group("store", "where the store is / 存储位置");
  place->add_option("--socket", arguments->target.socket, "unix socket of Redis / Redis 套接字");
  CLI::Option* sentinels =
      place
          ->add_option("--sentinels", arguments->target.sentinels,
                       "address:port of each Sentinel, with commas / 各哨兵地址")
          ->delimiter(',')
          ->check(IsNodeAddress);
  place->require_option(1);
  command
      ->add_option("--master", arguments->target.master,
                   "name the Sentinels watch the master by / 哨兵所监视的主节点名")
      ->capture_default_str()
      ->needs(sentinels);
  command
      ->add_option("--sentinel-password-file", arguments->target.sentinel_password_file,
                   "file with the password of the Sentinels / 哨兵密码文件")
      ->needs(sentinels);
  command->add_option("--user", arguments->target.user, "user of Redis / Redis 用户");
  command->add_option("--redis-password-file", arguments->target.redis_password_file,
                      "file with the password of Redis / Redis 密码文件");
  command
      ->add_option("--durability", arguments->durability,
                   "what Redis must keep: disk, relaxed, replicated / 耐久级别")
      ->check(CLI::IsMember({"disk", "relaxed", "replicated"}))
      ->capture_default_str();
}

int Run(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Operates a Clarion data set / 管理 Clarion 数据集", "clarion-admin");
  app.require_subcommand(1);
  CLI::App* init = app.add_subcommand("init", "make a data set and its administrator / 建立数据集");
  init->add_option("--manual-clock,--manual", arguments.manual_clock,
                   "a manual clock, for ever, at this instant / 手动时钟");
  init->add_option("--password-file,--password-out", arguments.password_file,
                   "where the administrator's password goes; - prints it / 管理员密码的去处")
      ->capture_default_str();
  CLI::App* accept =
      app.add_subcommand("accept", "go on with a data set that lost records / 确认回退后的数据集");
  accept->add_option("--reason", arguments.reason, "why, for the log / 理由")->required();
  CLI::App* verify = app.add_subcommand("verify", "check every paper / 核验全部卷宗");
  CLI::App* clock = app.add_subcommand("clock", "show or set the clock / 查看或拨动时钟");
  clock->add_option("--to", arguments.to, "set a manual clock to / 拨至");
  CLI::App* clock_get = clock->add_subcommand("get", "show it / 查看");
  CLI::App* clock_set = clock->add_subcommand("set", "set a manual one / 拨动手动时钟");
  clock_set->add_option("instant", arguments.to, "RFC 3339")->required();
  CLI::App* doctor = app.add_subcommand("doctor", "look after the store / 检查存储");
  for (CLI::App* command : {init, accept, verify, clock, doctor}) AddTarget(command, &arguments);
  // `clock get --socket S` reads as well as `clock --socket S get`.
  for (CLI::App* command : {clock_get, clock_set}) command->fallthrough();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  arguments.target.durability = DurabilityNamed(arguments.durability);
  if (init->parsed()) return RunInit(arguments);
  if (accept->parsed()) return RunAccept(arguments);
  if (verify->parsed()) return RunVerify(arguments);
  if (clock->parsed()) return RunClock(arguments);
  return RunDoctor(arguments);
}

}  // namespace
}  // namespace clarion::admin

int main(int argc, char** argv) { return clarion::admin::Run(argc, argv); }
