// `clarion doctor`: is every desk there, healthy, on good TLS, and does time agree?
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/health_probe.h"
#include "clients/cli/look.h"
#include "clients/cli/nouns.h"
#include "clients/cli/times.h"
#include "clients/cli/tls_probe.h"
#include "nlohmann/json.hpp"

namespace clarion::cli {
namespace {

struct DoctorOptions {};

constexpr absl::Duration kCertificateWarning = absl::Hours(24 * 14);

struct Finding {
  std::string what;
  bool good;
  std::string note;
};

Finding AskHealth(Session& session, client::Connection& connection, int desk,
                  absl::Duration limit) {
  const auto health =
      ProbeHealth(connection.channels()->To(static_cast<client::Desk>(desk)), limit);
  const std::string what = absl::StrCat("clarion-", kDeskNames[desk]);
  if (!health.ok()) return {what, false, std::string(health.status().message())};
  const bool good = *health == Health::kServing;
  const bool zh = session.lang() == Lang::kZh;
  return {what, good, good ? (zh ? "服务中" : "serving") : (zh ? "不在服务" : "not serving")};
}

Finding AskTls(Session& session, const client::Target& target, int desk, absl::Duration limit) {
  const std::string& address = target.addresses[static_cast<size_t>(desk)];
  const auto tls = ProbeTls(address, target.ca_file, limit);
  const std::string what = "TLS " + address;
  if (!tls.ok()) return {what, false, std::string(tls.status().message())};
  return {
      what, tls->not_after - absl::Now() > kCertificateWarning,
      absl::StrCat(tls->version, session.lang() == Lang::kZh ? "，证书至 " : ", certificate until ",
                   ShowTime(tls->not_after))};
}

void AskTimeline(Session& session, std::vector<Finding>& findings) {
  const bool zh = session.lang() == Lang::kZh;
  const absl::Time before = absl::Now();
  const auto progress =
      session.Call(&v1::TimelineService::StubInterface::GetProgress, v1::GetProgressRequest());
  if (!progress.ok()) {
    findings.push_back(
        {zh ? "数据集" : "data set", false, std::string(progress.status().message())});
    return;
  }
  // The answer was made somewhere between asking and hearing.
  const absl::Time middle = before + (absl::Now() - before) / 2;
  const absl::Time now = FromProto(progress->now());
  const double difference = absl::ToDoubleMilliseconds(now - middle);
  findings.push_back({zh ? "数据集时刻" : "data set's instant", true, ShowExact(now)});
  findings.push_back({zh ? "与本机时差" : "difference to this machine",
                      progress->manual_clock() || std::abs(difference) < 1000,
                      progress->manual_clock() ? (zh ? "手动时钟" : "manual clock")
                                               : absl::StrCat(std::lround(difference), " ms")});
  findings.push_back(
      {zh ? "就绪" : "settled", progress->settled(),
       progress->settled() ? (zh ? "是" : "yes") : (zh ? "尚有待处理" : "work is waiting")});
}

int Print(Session& session, const std::vector<Finding>& findings) {
  bool all = true;
  const Lang lang = session.lang();
  Table table({label::kWhat.In(lang), label::kHealth.In(lang), label::kNote.In(lang)});
  nlohmann::json json = nlohmann::json::array();
  for (const Finding& finding : findings) {
    all = all && finding.good;
    table.Add({finding.what,
               {finding.good ? "ok" : "FAIL", finding.good ? Tint::kGood : Tint::kBad},
               finding.note});
    json.push_back({{"what", finding.what}, {"ok", finding.good}, {"note", finding.note}});
  }
  if (!session.json()) {
    table.Print(session.terminal.out, session.colour(), session.shape());
  } else if (session.output() == Output::kJson) {
    session.terminal.out << json.dump(2) << "\n";
  } else {
    for (const auto& one : json) session.terminal.out << one.dump() << "\n";
  }
  return all ? 0 : ExitCode(absl::StatusCode::kUnavailable);
}

int RunDoctor(Session& session, const DoctorOptions&) {
  const auto context = session.Context();
  if (!context.ok()) return session.Fail(context.status());
  const auto connection = session.Connect();
  if (!connection.ok()) return session.Fail(connection.status());
  const absl::Duration limit = absl::Seconds(session.options.timeout_seconds);
  std::vector<Finding> findings;
  for (int desk = 0; desk < client::kDesks; ++desk) {
    findings.push_back(AskHealth(session, **connection, desk, limit));
    findings.push_back(AskTls(session, context->target, desk, limit));
  }
  AskTimeline(session, findings);
  return Print(session, findings);
}

}  // namespace

void AddDoctor(CLI::App& program, Chosen& chosen) {
  AddCommand<DoctorOptions>(
      program, chosen, {"doctor", "体检", "is every desk reachable and healthy", "clarion doctor"},
      RunDoctor);
}

}  // namespace clarion::cli
