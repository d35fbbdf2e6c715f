// `clarion watch`: what changes in a region or an incident, as it happens.
#include <signal.h>

#include <atomic>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/act.h"
#include "clients/cli/event_words.h"
#include "clients/cli/nouns.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"
#include "clients/cpp/watch.h"

namespace clarion::cli {
namespace {

struct WatchingOptions {
  std::string incident, from;
  int count = 0;
  bool snapshot = false;
};

// Ends the watch when the person presses Ctrl-C: the token can then still be said.
class UntilInterrupted {
 public:
  explicit UntilInterrupted(client::Watch& watch) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    thread_ = std::thread([this, &watch] {
      const timespec tick = {.tv_sec = 0, .tv_nsec = 100'000'000};
      while (!done_) {
        if (sigtimedwait(&signals_, nullptr, &tick) > 0) watch.Cancel();
      }
    });
  }
  ~UntilInterrupted() {
    done_ = true;
    thread_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

// A row of the history for each event; a state is a row with its own words.
void PrintItemCsv(std::ostream& out, const Look& look, const v1::WatchItem& item) {
  if (item.has_state()) {
    const v1::Docket& d = item.state();
    out << CsvCell(NumberOf(d.name())) << "," << d.version() << ","
        << CsvCell(ShowTime(d.has_decided_at(), d.decided_at())) << ",,"
        << CsvCell(absl::StrCat(WordFor(d.state(), look.lang), " ", TitleOf(look, d))) << "\n";
    return;
  }
  for (const v1::Event& event : item.change().events()) {
    out << CsvCell(NumberOf(item.change().paper())) << "," << item.change().version() << ","
        << CsvCell(ShowTime(FromProto(item.change().decided_at()))) << ","
        << CsvCell(ActorInWords(look, item.change().actor())) << ","
        << CsvCell(EventInWords(look, event)) << "\n";
  }
}

void PrintItem(Session& session, const Look& look, const v1::WatchItem& item) {
  std::ostream& out = session.terminal.out;
  if (session.json()) {
    out << ToJson(item, false) << "\n";
  } else if (look.shape == Shape::kCsv) {
    PrintItemCsv(out, look, item);
  } else if (item.has_state()) {
    const v1::Docket& docket = item.state();
    const std::string marks = DocketMarks(look, docket);
    out << NumberOf(docket.name()) << "  " << WordFor(docket.grade(), look.lang) << "  "
        << WordFor(docket.state(), look.lang) << "  " << SafeLine(TitleOf(look, docket))
        << (marks.empty() ? "" : "  ") << marks << "\n";
  } else {
    out << NumberOf(item.change().paper()) << "  ";
    PrintRecord(out, look, item.change());
  }
  out << std::flush;
}

client::WatchHandler Handler(Session& session, const Look& look, const WatchingOptions& o,
                             client::Watch& watch, int& seen) {
  client::WatchHandler handler;
  const Lang lang = look.lang;
  Terminal& terminal = session.terminal;
  handler.snapshot_begins = [&session](bool resync) {
    if (!resync) return;
    session.Say({"无法从该处接续，此前所见请作废，以下为当前全貌。",
                 "Cannot go on from there: forget what was seen; all as it is now follows."});
    // Whoever keeps a copy from this stream must begin anew.
    if (session.json()) session.terminal.out << "{\"resync\":true}\n" << std::flush;
  };
  handler.item = [&session, look, &o, &watch, &seen](const v1::WatchItem& item) {
    PrintItem(session, look, item);
    if (++seen == o.count) watch.Cancel();
  };
  handler.bookmark = [&o, &watch](const v1::WatchResponse&) {
    if (o.snapshot) watch.Cancel();
  };
  handler.interrupted = [&terminal, lang](const absl::Status& why) {
    terminal.err << (lang == Lang::kZh ? "连接中断，正在接续： " : "interrupted, going on: ")
                 << SafeLine(std::string(why.message())) << "\n";
  };
  return handler;
}

int RunWatch(Session& session, const WatchingOptions& o) {
  client::WatchOptions options;
  if (o.incident.empty()) {
    const auto region = session.Region();
    if (!region.ok()) return session.Fail(region.status());
    options.parent = "regions/" + *region;
  } else {
    const auto name = ResolveIncident(session, o.incident);
    if (!name.ok()) return session.Fail(name.status());
    options.parent = *name;
  }
  if (!absl::WebSafeBase64Unescape(o.from, &options.resume_token)) {
    return session.Usage({"--from 不是有效的接续标记", "--from is no token of a watch"});
  }
  const auto connection = session.Connect();
  if (!connection.ok()) return session.Fail(connection.status());
  const auto roster = RosterFor(session, options.parent);
  client::Watch watch((*connection)->channels(), options);
  int seen = 0;
  absl::Status end;
  {
    const UntilInterrupted until(watch);
    end = watch.Run(Handler(session, LookOf(session, roster.get()), o, watch, seen));
  }
  if (!watch.resume_token().empty()) {
    session.terminal.err << Word{"接续：", "resume: "}.In(session.lang())
                         << session.Again("--from " +
                                          absl::WebSafeBase64Escape(watch.resume_token()))
                         << "\n";
  }
  return end.code() == absl::StatusCode::kCancelled ? 0 : session.Fail(end);
}

}  // namespace

void AddWatch(CLI::App& program, Chosen& chosen) {
  const auto [app, o] =
      AddCommand<WatchingOptions>(program, chosen,
                                  {"watch", "实时关注", "follow what changes, until Ctrl-C",
                                   "clarion watch -o ndjson --from TOKEN"},
                                  RunWatch);
  app.add_option("incident", o.incident, "编号；不填为全地区 | an incident; absent: the region");
  app.add_option("--from", o.from, "接续标记，退出时所示 | go on after this token, said on exit")
      ->type_name("TOKEN");
  app.add_option("--count", o.count, "收到若干条后结束 | end after so many items");
  app.add_flag("--snapshot", o.snapshot, "只取当前全貌 | end after the snapshot");
}

}  // namespace clarion::cli
