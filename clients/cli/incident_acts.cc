// `clarion incident verify|grade|close`.
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

struct VerifyOptions {
  std::string incident, basis;
};

int RunVerify(Session& session, const VerifyOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::VerifyIncidentRequest request;
  request.set_name(*name);
  request.mutable_verification()->set_basis(o.basis);
  return Act(session, &v1::IncidentService::StubInterface::VerifyIncident, request);
}

struct GradeOptions {
  std::string incident, basis;
  v1::Grade grade = v1::GRADE_UNSPECIFIED;
};

// Grades are numbered from the gravest.
bool IsLowered(const v1::Docket& docket, v1::Grade grade) { return grade > docket.grade(); }

int ConfirmLowering(Session& session, const v1::Docket& docket, v1::Grade grade) {
  const Lang lang = session.lang();
  const std::string from = WordFor(docket.grade(), lang);
  const std::string to = WordFor(grade, lang);
  return session.Confirm(
      lang == Lang::kZh
          ? absl::StrCat("将 ", NumberOf(docket.name()), "「", SafeLine(docket.title()), "」由",
                         from, "降为", to, "；已有时限不因降级撤销。")
          : absl::StrCat(NumberOf(docket.name()), " \"", SafeLine(docket.title()),
                         "\" will be lowered from ", from, " to ", to, "; its clocks stay."));
}

int RunGrade(Session& session, const GradeOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  if (!session.options.yes) {
    const auto docket = Get(session, *name);
    if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
    if (IsLowered(*docket, o.grade)) {
      if (const int code = ConfirmLowering(session, *docket, o.grade); code != 0) return code;
    }
  }
  v1::GradeIncidentRequest request;
  request.set_name(*name);
  request.mutable_grading()->set_grade(o.grade);
  request.mutable_grading()->set_basis(o.basis);
  return Act(session, &v1::IncidentService::StubInterface::GradeIncident, request);
}

struct CloseOptions {
  std::string incident, summary, final_release, explanation;
};

int RunClose(Session& session, const CloseOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  if (!session.options.yes) {
    const auto docket = Get(session, *name);
    if (!docket.ok()) return session.Fail(docket.status(), NumberOf(*name));
    const std::string what =
        session.lang() == Lang::kZh
            ? absl::StrCat("将办结 ", NumberOf(*name), "「", SafeLine(docket->title()),
                           "」；办结后不能再作任何处理。")
            : absl::StrCat(NumberOf(*name), " \"", SafeLine(docket->title()),
                           "\" will be closed; no act on it is possible afterwards.");
    if (const int code = session.Confirm(what); code != 0) return code;
  }
  v1::CloseIncidentRequest request;
  request.set_name(*name);
  request.mutable_closing()->set_summary(o.summary);
  request.mutable_closing()->set_final_release(o.final_release);
  request.mutable_closing()->set_breach_explanation(o.explanation);
  return Act(session, &v1::IncidentService::StubInterface::CloseIncident, request);
}

}  // namespace

void AddIncidentActs(CLI::App& noun, Chosen& chosen) {
  {
    const auto [app, o] = AddCommand<VerifyOptions>(
        noun, chosen,
        {"verify", "核实基本事实", "verify the basic facts; publishing waits for it",
         "clarion incident verify 7 --basis \"现场核实\""},
        RunVerify);
    AddIncidentArgument(app, o.incident);
    app.add_option("--basis", o.basis, "依据 | basis")->required();
  }
  {
    const auto [app, o] =
        AddCommand<GradeOptions>(noun, chosen,
                                 {"grade", "定级", "set the grade; lowering needs an approver",
                                  "clarion incident grade 7 --to I --basis \"死亡 30 人以上\""},
                                 RunGrade);
    AddIncidentArgument(app, o.incident);
    AddWordOption(app, "--to", o.grade, "等级 | grade")->required();
    app.add_option("--basis", o.basis, "依据 | basis")->required();
  }
  const auto [app, o] = AddCommand<CloseOptions>(
      noun, chosen,
      {"close", "办结", "close the incident; approvers only",
       "clarion incident close 7 --summary \"处置完毕\" --final-release r2"},
      RunClose);
  AddIncidentArgument(app, o.incident);
  app.add_option("--summary", o.summary, "办理结果 | what was done")->required();
  app.add_option("--final-release", o.final_release, "终报 | release named final");
  app.add_option("--explanation", o.explanation, "情况说明 | why a clock stands breached");
}

}  // namespace clarion::cli
