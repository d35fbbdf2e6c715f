// `clarion deadline simulate`: the deadlines an incident would have; nothing is written.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct SimulateOptions {
  std::string detected = "now";
  v1::Grade grade = v1::GRADE_UNSPECIFIED;
  int scale = 0;
};

void PrintSimulated(Session& session, const v1::SimulateDeadlinesResponse& simulated) {
  Look look = LookOf(session, nullptr);
  look.now = FromProto(simulated.now());
  Table table({look(label::kObligation),
               look({"时长", "limit"}),
               look(label::kStart),
               look(label::kDue),
               look(label::kRemaining),
               look({"临期", "at risk"}),
               look(label::kArticle),
               look(label::kMarks),
               {look({"提醒", "reminders"}), Shown::kWide}});
  for (const v1::Obligation& o : simulated.obligations()) {
    std::string reminders;
    for (const auto& at : o.reminders_at()) {
      absl::StrAppend(&reminders, reminders.empty() ? "" : ", ", ShowTime(FromProto(at)));
    }
    const Cell status = StatusCell(look, o);
    table.Add({ObligationName(look, o),
               ShowLength(FromProto(o.limit())),
               ShowTime(FromProto(o.start_at())),
               ShowTime(FromProto(o.due_at())),
               {ShowRemaining(FromProto(o.due_at()), look.now, look.lang), status.tint},
               ShowTime(o.has_risk_at(), o.risk_at()),
               o.article(),
               Marks(look, o),
               reminders});
  }
  Show(session.terminal.out, look, table);
  if (look.shape != Shape::kCsv) session.terminal.out << look(label::kBeijingTime) << "\n";
}

int RunSimulate(Session& session, const SimulateOptions& o) {
  const auto region = session.Region();
  if (!region.ok()) return session.Fail(region.status());
  const auto detected = TimeTyped(session, "--detected", o.detected);
  if (!detected.ok()) return session.Fail(detected.status());
  v1::SimulateDeadlinesRequest request;
  request.set_parent("regions/" + *region);
  request.set_grade(o.grade);
  request.set_time_scale(o.scale);
  *request.mutable_detected_at() = *detected;
  const auto simulated =
      session.Call(&v1::TimelineService::StubInterface::SimulateDeadlines, request);
  if (!simulated.ok()) return session.Fail(simulated.status());
  if (!PrintJsonList(session, simulated->obligations())) PrintSimulated(session, *simulated);
  return 0;
}

}  // namespace

void AddDeadlineSimulate(CLI::App& noun, Chosen& chosen) {
  const auto [app, o] = AddCommand<SimulateOptions>(
      noun, chosen,
      {"simulate", "试算时限，不作登记", "all deadlines of a grade and a start; writes nothing",
       "clarion deadline simulate --grade II --detected 08:05"},
      RunSimulate);
  AddWordOption(app, "--grade", o.grade, "等级 | grade")->required();
  app.add_option("--detected", o.detected, "发现时间，默认现在 | when found, default now")
      ->type_name("TIME");
  app.add_option("--scale", o.scale, "演练倍速 | as in a drill: limits are divided by it")
      ->check(CLI::Range(1, 3600));
}

}  // namespace clarion::cli
