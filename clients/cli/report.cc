// `clarion report superior`: the report to the superior government (信息报告).
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

struct SuperiorOptions {
  std::string incident, to, document;
  v1::ReportMode mode = v1::REPORT_MODE_UNSPECIFIED;
};

int RunSuperior(Session& session, const SuperiorOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  v1::ReportToSuperiorRequest request;
  request.set_name(*name);
  request.mutable_report()->set_mode(o.mode);
  request.mutable_report()->set_to(o.to);
  request.mutable_report()->set_document(o.document);
  return Act(session, &v1::TimelineService::StubInterface::ReportToSuperior, request);
}

}  // namespace

void AddReport(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"report", "信息报告", "reports to superiors", ""});
  const auto [app, o] = AddCommand<SuperiorOptions>(
      noun, chosen,
      {"superior", "向上级报告", "report to the superior government",
       "clarion report superior 7 --mode written --to city --document \"延政报〔2026〕7号\""},
      RunSuperior);
  AddIncidentArgument(app, o.incident);
  AddWordOption(app, "--mode", o.mode, "方式 | written, network, phone")->required();
  app.add_option("--to", o.to, "报送单位 | id of the superior body")->required();
  app.add_option("--document", o.document, "文号 | number of the document");
}

}  // namespace clarion::cli
