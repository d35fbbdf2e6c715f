// `clarion audit export|verify`: an incident in one file that proves itself, and the proof, which
// asks no service.
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/nouns.h"
#include "clients/cli/output_file.h"
#include "clients/cli/progress.h"
#include "clients/cli/safe_text.h"
#include "services/core/rule_pack.h"
#include "services/proof/audit.h"
#include "services/proof/chain.h"
#include "services/server/yaml_proto.h"

namespace clarion::cli {
namespace {

struct ExportOptions {
  std::string incident, file;
};

// All pages, put together. `head` becomes the end of the chain.
absl::StatusOr<proof::Export> Fetch(Session& session, const std::string& name, std::string& head) {
  proof::Export all;
  all.paper = name;
  v1::ExportIncidentRequest request;
  request.set_name(name);
  do {
    auto page = session.Call(&v1::IncidentService::StubInterface::ExportIncident, request);
    if (!page.ok()) return page.status();
    if (page->has_docket()) {
      head = page->docket().etag();
      page->mutable_docket()->clear_etag();
      all.docket = page->docket().SerializeAsString();
      all.pack = page->rule_pack();
    }
    for (std::string& record : *page->mutable_records()) all.records.push_back(std::move(record));
    for (std::string& text : *page->mutable_texts()) {
      std::string sha256 = proof::Sha256(text);
      all.texts.emplace(std::move(sha256), std::move(text));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

int RunExport(Session& session, const ExportOptions& o) {
  const auto name = ResolveIncident(session, o.incident);
  if (!name.ok()) return session.Fail(name.status());
  std::string head;
  const auto all = Fetch(session, *name, head);
  if (!all.ok()) return session.Fail(all.status(), NumberOf(*name));
  const int code = WriteOut(session, o.file, proof::WriteExport(*all));
  if (code != 0 || o.file.empty()) return code;
  const std::string zh = absl::StrCat("已写入 ", all->records.size(), " 条记录。链尾 ", head,
                                      "\n请另行留存链尾，核验时用 --head 对照。");
  const std::string en = absl::StrCat(all->records.size(), " records written. Head ", head,
                                      "\nKeep the head elsewhere and verify with --head.");
  session.Say({zh.c_str(), en.c_str()});
  return 0;
}

struct VerifyOptions {
  std::string file, head;
};

absl::StatusOr<v1::RulePack> ReadPack(const std::string& bytes) {
  v1::RulePack pack;
  if (absl::Status read = server::ReadYaml(bytes, "pack", &pack); !read.ok()) return read;
  if (absl::Status checked = core::CheckPack(pack); !checked.ok()) return checked;
  return pack;
}

// In words of the reader's; the exact finding follows in English, as an expert will want it.
Word WordOf(proof::Flaw kind) {
  switch (kind) {
    case proof::Flaw::kForm:
      return {"格式不符", "the form is wrong"};
    case proof::Flaw::kOrder:
      return {"缺失或次序有变", "something is missing, or in another place"};
    case proof::Flaw::kBytes:
      return {"内容被改动", "bytes were changed"};
    case proof::Flaw::kEnd:
      return {"文件不完整或被续写", "the file was cut off or continued"};
    case proof::Flaw::kRecord:
      return {"不是本事件的记录", "no record of this incident"};
    case proof::Flaw::kText:
      return {"文本缺失，或签批的不是该文本", "a text is missing, or another one was signed"};
    case proof::Flaw::kClock:
      return {"时限与规则不符", "a clock is not what the rules make of the facts"};
    case proof::Flaw::kSignature:
      return {"缺少第二人", "a second person is missing"};
    case proof::Flaw::kDocket:
      return {"卷宗与记录不符", "the docket is not what its records make"};
    case proof::Flaw::kPack:
      return {"规则无法读取", "the rules cannot be read"};
    case proof::Flaw::kNewer:
      return {"由较新版本写入，请用该版本核验", "a newer release wrote it"};
    case proof::Flaw::kHead:
      return {"与所留链尾不符", "it leads to another head"};
  }
  return {"不明", "unknown"};
}

void SayBroken(Session& session, const proof::ExportFault& fault) {
  const Look look = LookOf(session, nullptr);
  session.terminal.err << look({"核验不通过：", "not proven: "}) << look(WordOf(fault.kind))
                       << "\n  " << SafeLine(proof::Words(fault)) << "\n";
}

void PrintProven(Session& session, const proof::AuditResult& result) {
  std::ostream& out = session.terminal.out;
  const Look look = LookOf(session, nullptr);
  Line(out, look, label::kIncident, NumberOf(result.paper));
  Line(out, look, label::kTitle, TitleOf(look, result.docket));
  Line(out, look, label::kState, WordFor(result.docket.state(), look.lang));
  Line(out, look, {"记录", "records"}, absl::StrCat(result.records));
  Line(out, look, {"事项", "events"}, absl::StrCat(result.events));
  Line(out, look, {"文本", "texts"}, absl::StrCat(result.texts));
  Line(out, look, {"链尾", "head"}, result.head);
}

// A file that is broken is an answer, not a failure to answer: it is said, and ends with 1.
int RunVerify(Session& session, const VerifyOptions& o) {
  const std::optional<std::string> file = ReadInput(session.terminal, o.file);
  if (!file.has_value()) {
    return session.Fail(Misused("不能读取 " + o.file, "cannot read " + o.file));
  }
  proof::AuditResult result;
  {
    const Progress progress(session.terminal, session.lang());
    result = proof::Audit(*file, absl::AsciiStrToLower(o.head), ReadPack);
  }
  if (!result.fault.what.empty()) {
    SayBroken(session, result.fault);
    return 1;
  }
  PrintProven(session, result);
  if (o.head.empty()) {
    session.Say({"卷宗自洽。请将链尾与另行留存的对照（--head）。",
                 "The file proves itself. Compare its head with one kept elsewhere (--head)."});
  } else {
    session.Say({"核验通过，与所留链尾一致。", "Proven, and it leads to the head you keep."});
  }
  return 0;
}

}  // namespace

void AddAudit(CLI::App& program, Chosen& chosen) {
  CLI::App& noun =
      AddNoun(program, {"audit", "核验", "histories that prove themselves, offline", ""});
  {
    const auto [app, o] = AddCommand<ExportOptions>(
        noun, chosen,
        {"export", "导出可离线核验的卷宗", "an incident in one file that proves itself",
         "clarion --context inspector audit export 7 --file 7.clarion"},
        RunExport);
    AddIncidentArgument(app, o.incident);
    app.add_option("--file", o.file, "写入文件 | into a file, else to the screen")
        ->type_name("FILE");
  }
  const auto [app, o] = AddCommand<VerifyOptions>(
      noun, chosen,
      {"verify", "离线核验卷宗", "prove an exported file, without any service",
       "clarion audit verify 7.clarion --head 3f2a..."},
      RunVerify);
  app.add_option("file", o.file, "卷宗文件 | the exported file")->required()->type_name("FILE");
  app.add_option("--head", o.head, "另行留存的链尾 | the head kept elsewhere");
}

}  // namespace clarion::cli
