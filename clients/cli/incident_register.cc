// `clarion incident register|add-report|correct-start`: what was found, and since when it counts.
#include "clients/cli/act.h"
#include "clients/cli/duplicates.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

struct RegisterOptions {
  v1::RegisterIncident incident;
  v1::Grade grade = v1::GRADE_UNSPECIFIED;
  std::string title, detected = "now", occurred, basis, place, summary, text_file, source;
  std::string external_id, fingerprint;
  std::vector<std::string> localities;
  bool drill = false;
  int scale = 1;
};

absl::Status ReadTexts(Session& session, const RegisterOptions& o, v1::RegisterIncident& incident) {
  const auto detected = TimeTyped(session, "--detected", o.detected);
  if (!detected.ok()) return detected.status();
  *incident.mutable_detected_at() = *detected;
  if (!o.occurred.empty()) {
    const auto occurred = TimeTyped(session, "--occurred", o.occurred);
    if (!occurred.ok()) return occurred.status();
    *incident.mutable_occurred_at() = *occurred;
  }
  incident.set_summary(o.summary);
  if (!o.text_file.empty()) {
    const auto text = TextTyped(session, o.text_file);
    if (!text.ok()) return text.status();
    incident.set_summary(*text);
  }
  return absl::OkStatus();
}

int RunRegister(Session& session, const RegisterOptions& o) {
  const auto region = session.Region();
  if (!region.ok()) return session.Fail(region.status());
  v1::RegisterIncidentRequest request;
  request.set_parent("regions/" + *region);
  v1::RegisterIncident& incident = *request.mutable_incident();
  if (const absl::Status read = ReadTexts(session, o, incident); !read.ok()) {
    return session.Fail(read);
  }
  incident.set_title(o.title);
  incident.set_grade(o.grade);
  incident.set_grade_basis(o.basis);
  incident.set_place(o.place);
  incident.set_source(o.source);
  incident.set_external_id(o.external_id);
  incident.set_fingerprint(o.fingerprint);
  for (const std::string& id : o.localities) incident.add_localities(id);
  incident.set_exercise(o.drill);
  if (o.drill) incident.set_time_scale(o.scale);
  const auto docket =
      Write(session, &v1::IncidentService::StubInterface::RegisterIncident, request);
  if (!docket.ok()) return session.Fail(docket.status());
  const int code = ShowOutcome(session, *docket);
  WarnOfLikely(session, *docket);
  return code;
}

struct ReportOptions {
  std::string incident, channel, received = "now";
};

int RunAddReport(Session& session, const ReportOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto received = TimeTyped(session, "--received", o.received);
  if (!received.ok()) return session.Fail(received.status());
  v1::AddReportRequest request;
  request.set_name(*name);
  request.mutable_report()->set_channel(o.channel);
  *request.mutable_report()->mutable_received_at() = *received;
  return Act(session, &v1::IncidentService::StubInterface::AddReport, request);
}

struct StartOptions {
  std::string incident, detected, basis;
};

int RunCorrectStart(Session& session, const StartOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto detected = TimeTyped(session, "--detected", o.detected);
  if (!detected.ok()) return session.Fail(detected.status());
  v1::CorrectStartRequest request;
  request.set_name(*name);
  request.mutable_correction()->set_basis(o.basis);
  *request.mutable_correction()->mutable_detected_at() = *detected;
  return Act(session, &v1::IncidentService::StubInterface::CorrectStart, request);
}

void AddRegister(CLI::App& noun, Chosen& chosen) {
  const auto [app, o] = AddCommand<RegisterOptions>(
      noun, chosen,
      {"register", "登记事件，时限即起", "register an incident; its clocks run at once",
       "clarion incident register --title \"化工厂爆燃\" --detected -25m --grade II --basis "
       "\"初判\""},
      RunRegister);
  app.add_option("--title", o.title, "标题 | what happened, in a line")->required();
  app.add_option("--detected", o.detected,
                 "发现或接报时间 | when found or told: 08:05, -25m, RFC 3339")
      ->type_name("TIME");
  app.add_option("--occurred", o.occurred, "发生时间 | when it happened")->type_name("TIME");
  AddWordOption(app, "--grade", o.grade, "等级 | grade");
  app.add_option("--basis", o.basis, "定级依据 | basis of the grade");
  app.add_option("--place", o.place, "地点 | where");
  app.add_option("--summary", o.summary, "基本情况 | what is known");
  app.add_option("--text-file", o.text_file, "基本情况文件 | what is known, from a file or -")
      ->type_name("FILE");
  app.add_option("--source", o.source, "来源 | such as 12345");
  app.add_option("--external-id", o.external_id, "来源编号 | id of the matter in that source");
  app.add_option("--fingerprint", o.fingerprint, "同一事件标识 | names the matter once");
  AddRepeated(app, "--locality", o.localities, "涉及乡镇街道 | township, may be repeated");
  app.add_flag("--drill", o.drill, "演练 | a drill");
  app.add_option("--scale", o.scale, "演练倍速 | limits are divided by it")
      ->check(CLI::Range(1, 3600))
      ->needs("--drill");
}

}  // namespace

void AddIncidentRegister(CLI::App& noun, Chosen& chosen) {
  AddRegister(noun, chosen);
  {
    const auto [app, o] = AddCommand<ReportOptions>(
        noun, chosen,
        {"add-report", "续接报告", "attach a further report; an earlier one moves the start",
         "clarion incident add-report 7 --channel 12345 --received 07:50"},
        RunAddReport);
    AddIncidentArgument(app, o.incident);
    app.add_option("--channel", o.channel, "渠道 | where it came from")->required();
    app.add_option("--received", o.received, "收到时间 | when the office received it");
  }
  const auto [app, o] = AddCommand<StartOptions>(
      noun, chosen,
      {"correct-start", "更正起点，只能前移", "move the start earlier; never later",
       "clarion incident correct-start 7 --detected 07:40 --basis \"110 接警记录\""},
      RunCorrectStart);
  AddIncidentArgument(app, o.incident);
  app.add_option("--detected", o.detected, "发现或接报时间 | the earlier start")->required();
  app.add_option("--basis", o.basis, "依据 | basis")->required();
}

}  // namespace clarion::cli
