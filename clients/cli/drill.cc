// `clarion drill replay`: plays a published case as a drill against the running system.
#include <fstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/nouns.h"
#include "clients/cli/replay/clock_report.h"
#include "clients/cli/replay/player.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

struct ReplayOptions {
  std::string file;
  int speed = 3600;
};

void PrintHeader(Session& session, const Case& replayed, int speed) {
  if (session.json() || session.shape() == Shape::kCsv) return;
  const Lang lang = session.lang();
  std::ostream& out = session.terminal.out;
  out << label::kDrill.In(lang) << SafeLine(replayed.title.In(lang)) << "\n"
      << "T = " << ShowTime(replayed.t0) << " +08:00, x" << speed << "\n"
      << SafeLine(replayed.remark.In(lang)) << "\n\n";
}

nlohmann::json LineJson(const ClockLine& line) {
  nlohmann::json json = {
      {"obligation", line.obligation},
      {"status", BareName(*v1::ObligationStatus_descriptor()->FindValueByNumber(line.status))},
      {"dueAfterSeconds", absl::ToInt64Seconds(line.due)},
      {"breached", line.breached},
      {"lateSeconds", absl::ToInt64Seconds(line.late)},
      {"article", line.article}};
  if (line.met) json["metAfterSeconds"] = absl::ToInt64Seconds(*line.met);
  if (line.known) json["known"] = KnownInWords(*line.known).en;
  return json;
}

int PrintReport(Session& session, const Case& replayed, Player& player, int speed) {
  v1::GetIncidentRequest which;
  which.set_name(player.incident());
  const auto docket = player.reader().Call(&v1::IncidentService::StubInterface::GetIncident, which);
  if (!docket.ok()) return session.Fail(docket.status());
  std::vector<v1::Record> records;
  v1::ListRecordsRequest request;
  request.set_parent(player.incident());
  request.set_page_size(200);
  do {
    const auto page =
        player.reader().Call(&v1::IncidentService::StubInterface::ListRecords, request);
    if (!page.ok()) return session.Fail(page.status());
    records.insert(records.end(), page->records().begin(), page->records().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());

  const std::vector<ClockLine> lines = ClockLines(replayed, *docket, records);
  if (session.json()) {
    nlohmann::json clocks = nlohmann::json::array();
    for (const ClockLine& line : lines) clocks.push_back(LineJson(line));
    session.terminal.out << nlohmann::json{{"case", replayed.id},
                                           {"incident", player.incident()},
                                           {"speed", speed},
                                           {"clocks", clocks}}
                                .dump(session.output() == Output::kJson ? 2 : -1)
                         << "\n";
    return 0;
  }
  const Look look = {.lang = session.lang(), .colour = session.colour(), .shape = session.shape()};
  const bool framed = look.shape != Shape::kCsv;
  if (framed) session.terminal.out << "\n" << NumberOf(player.incident()) << "\n";
  PrintClockLines(session.terminal.out, look, lines, speed);
  if (!framed) return 0;
  session.terminal.out << look({"来源：", "Sources:"}) << "\n";
  for (const std::string& source : replayed.sources) {
    session.terminal.out << "  " << SafeLine(source) << "\n";
  }
  return 0;
}

int RunReplay(Session& session, const ReplayOptions& o) {
  if (const absl::Status refused = session.RefuseDryRun(); !refused.ok()) {
    return session.Fail(refused);
  }
  const auto text = TextTyped(session, o.file);
  if (!text.ok()) return session.Fail(text.status());
  const absl::StatusOr<Case> replayed = ParseCase(*text);
  if (!replayed.ok()) return session.Fail(replayed.status());
  Player player(session, *replayed, o.speed);
  if (const absl::Status ready = player.Prepare(); !ready.ok()) return session.Fail(ready);
  PrintHeader(session, *replayed, o.speed);
  const absl::StatusOr<int> refused = player.Play();
  if (!refused.ok()) return session.Fail(refused.status());
  const int code = PrintReport(session, *replayed, player, o.speed);
  if (code != 0) return code;
  return *refused == 0 ? 0 : kExitFailure;
}

}  // namespace

void AddDrill(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"drill", "演练", "drills", ""});
  const auto [app, o] = AddCommand<ReplayOptions>(
      noun, chosen,
      {"replay", "按公开案例演练", "play a published case against the running system",
       "clarion drill replay docs/cases/anyang-2022.json --speed 3600"},
      RunReplay);
  app.add_option("file", o.file, "案例文件 | a file of docs/cases")->required()->type_name("FILE");
  app.add_option("--speed", o.speed, "倍速 | time runs so many times faster")
      ->check(CLI::Range(1, 3600));
}

}  // namespace clarion::cli
