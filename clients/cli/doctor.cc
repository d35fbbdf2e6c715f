// `clarion doctor`: is every desk there, healthy, on good TLS, does time agree, and does the store
// keep what an answer promises?
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

// `DISK`, `RELAXED` or `REPLICATED`.
std::string ModeName(v1::Durability durability) {
  const std::string name = v1::Durability_Name(durability);
  const std::string prefix = "DURABILITY_";
  return name.compare(0, prefix.size(), prefix) == 0 ? name.substr(prefix.size()) : name;
}

// What an answer promises in this mode.
std::string Promise(v1::Durability durability, bool zh) {
  switch (durability) {
    case v1::DURABILITY_DISK:
      return zh ? "已答复者已落盘" : "what was answered is on disk";
    case v1::DURABILITY_RELAXED:
      return zh ? "断电可能丢失最近两秒" : "a power cut may take the last two seconds";
    case v1::DURABILITY_REPLICATED:
      return zh ? "已答复者已落盘，且副本已有" : "what was answered is on disk and on the replicas";
    default:
      return zh ? "未知" : "unknown";
  }
}

Finding AskDurability(const v1::DurabilityState& state, bool zh) {
  const std::string mode = ModeName(state.configured());
  const std::string what = zh ? "耐久级别" : "durability";
  if (!state.kept()) {
    const std::string& fault = zh && !state.fault_zh().empty() ? state.fault_zh() : state.fault();
    return {what, false,
            absl::StrCat(mode, zh ? "，未做到：" : ", not kept: ",
                         fault.empty() ? (zh ? "尚未核对" : "not looked at yet") : fault)};
  }
  return {what, true,
          absl::StrCat(mode, zh ? "：" : ": ", Promise(state.configured(), zh), " (", state.node(),
                       ")")};
}

// One replica keeps writing possible; it takes two for the loss of a node to change nothing.
Finding AskReplicas(const v1::DurabilityState& state, bool zh) {
  const std::string what = zh ? "副本" : "replicas";
  const int count = state.replicas();
  if (count >= 2) return {what, true, absl::StrCat(count)};
  if (count == 1) {
    return {what, false,
            zh ? "仅 1 个：再失一个节点将无法写入，请修复第三个节点"
               : "1: with one more node gone nothing can be written; bring the third node back"};
  }
  return {what, false,
          zh ? "无：无法写入，请启动副本节点" : "none: nothing can be written; start the replicas"};
}

Finding AskSentinels(const v1::DurabilityState& state, bool zh) {
  const int answering = state.sentinels_answering();
  const bool majority = 2 * answering > state.sentinels();
  const std::string note = absl::StrCat(answering, "/", state.sentinels());
  return {zh ? "哨兵" : "Sentinels", majority,
          majority ? note
                   : absl::StrCat(note, zh ? "：不足半数，主节点失效时无法切换，请启动哨兵"
                                           : ": too few to agree on a new master; start them")};
}

void AskStore(const v1::DurabilityState& state, bool zh, std::vector<Finding>& findings) {
  findings.push_back(AskDurability(state, zh));
  if (state.configured() == v1::DURABILITY_REPLICATED) findings.push_back(AskReplicas(state, zh));
  if (state.sentinels() > 0) findings.push_back(AskSentinels(state, zh));
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
  AskStore(progress->durability(), zh, findings);
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
