// `clarion sheet`: the open deadlines with holders and telephone numbers as one plain page, for the
// time when Clarion is down.
#include "clients/cli/nouns.h"
#include "clients/cli/output_file.h"

namespace clarion::cli {
namespace {

struct SheetOptions {
  std::string file;
};

int RunSheet(Session& session, const SheetOptions& o) {
  const auto region = session.Region();
  if (!region.ok()) return session.Fail(region.status());
  v1::GetSheetRequest request;
  request.set_parent("regions/" + *region);
  request.set_language(session.lang() == Lang::kZh ? "zh" : "en");
  const auto sheet = session.Call(&v1::BroadcastService::StubInterface::GetSheet, request);
  if (!sheet.ok()) return session.Fail(sheet.status());
  if (session.PrintJson(*sheet)) return 0;
  const int code = WriteOut(session, o.file, sheet->text());
  if (code == 0 && !o.file.empty()) session.Say({"已写入，请打印备用。", "Written. Print it."});
  return code;
}

}  // namespace

void AddSheet(CLI::App& program, Chosen& chosen) {
  const auto [app, o] = AddCommand<SheetOptions>(
      program, chosen,
      {"sheet", "可打印的时限与电话单，备系统停用时用",
       "a printable page of open deadlines and telephones, for when Clarion is down",
       "clarion sheet --file sheet.txt"},
      RunSheet);
  app.add_option("--file", o.file, "写入文件 | into a file, else to the screen")->type_name("FILE");
}

}  // namespace clarion::cli
