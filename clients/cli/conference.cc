// `clarion conference schedule|start|end|abort`: meeting the press. What counts is its beginning.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

struct ConferenceOptions {
  std::string incident, conference, at, reason;
  v1::ConferenceForm form = v1::CONFERENCE_FORM_UNSPECIFIED;
  std::vector<std::string> speakers;
};

int RunSchedule(Session& session, const ConferenceOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  const auto at = TimeTyped(session, "--at", o.at, /*future=*/true);
  if (!at.ok()) return session.Fail(at.status());
  v1::ScheduleConferenceRequest request;
  request.set_parent(*name);
  v1::ScheduleConference& conference = *request.mutable_conference();
  conference.set_conference(o.conference);
  conference.set_form(o.form);
  *conference.mutable_planned_at() = *at;
  for (const std::string& id : o.speakers) conference.add_speakers(id);
  return Act(session, &v1::ReleaseService::StubInterface::ScheduleConference, request);
}

int RunStart(Session& session, const ConferenceOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::BeginConferenceRequest request;
  request.set_parent(*name);
  v1::BeginConference& conference = *request.mutable_conference();
  conference.set_conference(o.conference);
  conference.set_form(o.form);
  for (const std::string& id : o.speakers) conference.add_speakers(id);
  return Act(session, &v1::ReleaseService::StubInterface::BeginConference, request);
}

absl::StatusOr<std::string> ConferenceName(Session& session, const ConferenceOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return name.status();
  return absl::StrCat(*name, "/conferences/", o.conference);
}

int RunEnd(Session& session, const ConferenceOptions& o) {
  const auto name = ConferenceName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  v1::EndConferenceRequest request;
  request.set_name(*name);
  return Act(session, &v1::ReleaseService::StubInterface::EndConference, request);
}

int RunAbort(Session& session, const ConferenceOptions& o) {
  const auto name = ConferenceName(session, o);
  if (!name.ok()) return session.Fail(name.status());
  v1::AbortConferenceRequest request;
  request.set_name(*name);
  request.set_reason(o.reason);
  return Act(session, &v1::ReleaseService::StubInterface::AbortConference, request);
}

CLI::Option* AddConferenceArgument(CLI::App& app, ConferenceOptions& o) {
  AddIncidentArgument(app, o.incident);
  return app.add_option("conference", o.conference, "发布会标识 | id, such as c1");
}

void AddPlanning(CLI::App& noun, Chosen& chosen) {
  constexpr char kForms[] =
      "形式 | press-conference, online-press-conference (count); briefing, interview, written";
  {
    const auto [app, o] = AddCommand<ConferenceOptions>(
        noun, chosen,
        {"schedule", "计划", "plan a conference",
         "clarion conference schedule 7 --form press-conference --at 15:00 --speaker emb-head"},
        RunSchedule);
    AddConferenceArgument(app, o);
    AddWordOption(app, "--form", o.form, kForms)->required();
    app.add_option("--at", o.at, "计划时间 | 15:00, +2h, RFC 3339")->required();
    AddRepeated(app, "--speaker", o.speakers, "发言人 | official, may be repeated")->required();
  }
  const auto [app, o] = AddCommand<ConferenceOptions>(
      noun, chosen,
      {"start", "开始", "begin a conference, planned (by its id) or not",
       "clarion conference start 7 --form press-conference --speaker emb-head"},
      RunStart);
  AddConferenceArgument(app, o);
  AddWordOption(app, "--form", o.form, kForms);
  AddRepeated(app, "--speaker", o.speakers, "发言人 | official, may be repeated");
}

}  // namespace

void AddConference(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"conference", "新闻发布会", "press conferences", ""});
  AddPlanning(noun, chosen);
  {
    const auto [app, o] = AddCommand<ConferenceOptions>(
        noun, chosen, {"end", "结束", "end a conference", "clarion conference end 7 c1"}, RunEnd);
    AddConferenceArgument(app, o)->required();
  }
  const auto [app, o] = AddCommand<ConferenceOptions>(
      noun, chosen,
      {"abort", "中止，不计入", "break a conference off; it then counts for nothing",
       "clarion conference abort 7 c1 --reason \"停电\""},
      RunAbort);
  AddConferenceArgument(app, o)->required();
  app.add_option("--reason", o.reason, "原因 | why")->required();
}

}  // namespace clarion::cli
