// `clarion region add`: for administrators of the whole deployment.
#include "clients/cli/act.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

struct RegionOptions {
  std::string code, name_zh, name_en;
};

int RunRegionAdd(Session& session, const RegionOptions& o) {
  v1::CreateRegionRequest request;
  request.mutable_region()->set_code(o.code);
  request.mutable_region()->set_name_zh(o.name_zh);
  request.mutable_region()->set_name_en(o.name_en);
  const auto roster = Write(session, &v1::AdminService::StubInterface::CreateRegion, request);
  if (!roster.ok()) return session.Fail(roster.status());
  if (session.PrintJson(*roster)) return 0;
  const Look look = LookOf(session, nullptr);
  Table table({look(label::kRegion), look(label::kName)});
  table.Add({o.code, roster->name_zh()});
  Show(session.terminal.out, look, table);
  return 0;
}

}  // namespace

void AddRegion(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"region", "地区", "regions, for administrators", ""});
  const auto [app, o] = AddCommand<RegionOptions>(
      noun, chosen,
      {"add", "建立地区", "begin a region", "clarion region add 410726 --name-zh 延津县"},
      RunRegionAdd);
  app.add_option("code", o.code, "地区代码 | six digits (GB/T 2260)")->required();
  app.add_option("--name-zh", o.name_zh, "中文名 | name in Chinese")->required();
  app.add_option("--name-en", o.name_en, "英文名 | name in English");
}

}  // namespace clarion::cli
