// Faults of what is kept: a cut file, a flipped byte, an entry nobody can read, an edited history,
// an emptied store. Rows 8, 9, 28, 34, 35, 36.
//
// Each is noticed, named and, here, repaired as an operator would; then the run goes on and is
// judged like any other.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "services/store/keys.h"
#include "services/store/paper_store.h"
#include "tests/faults/fault.h"
#include "tests/support/caller.h"
#include "tests/support/process.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kRepaired = absl::Seconds(15);
constexpr absl::Duration kNoticedMost = absl::Seconds(1);
constexpr absl::Duration kToldMost = absl::Seconds(5);
constexpr size_t kHeadAndHash = 40;  // of a paper as stored, before its body

absl::StatusOr<v1::Docket> Get(Scene& scene, const std::string& incident) {
  v1::GetIncidentRequest request;
  request.set_name(incident);
  return support::Call(scene.desks().Channel("incident"), scene.traffic().people(0).inspector,
                       &v1::IncidentService::Stub::GetIncident, request, absl::Seconds(3));
}

// A case of the fault's own with some history, on which nobody else works.
std::optional<v1::Docket> QuietCase(Scene& scene) {
  const People& people = scene.traffic().people(0);
  const auto send = [&](const Act& act) {
    return scene.traffic().SendPatiently(Hidden(act), kRepaired, scene.traffic().own_journal());
  };
  auto docket = send(RegisterQuiet(people));
  if (docket.ok()) docket = send(Step(people, *docket, "verify"));
  for (const char* note : {"甲", "乙", "丙", "丁"}) {
    if (docket.ok()) docket = send(AddNote(people, *docket, note));
  }
  scene.Expect(docket.ok(), absl::StrCat("no quiet case: ", docket.status().ToString()));
  if (!docket.ok()) return std::nullopt;
  return *docket;
}

// Every desk says NOT_SERVING, and an act is refused with DATA_LOSS.
void ExpectNoticed(Scene& scene, const std::string& what) {
  const absl::Time since = absl::Now();
  const auto all_say_no = [&] {
    return std::none_of(AllDesks().begin(), AllDesks().end(),
                        [&](const std::string& desk) { return scene.desks().SaysItServes(desk); });
  };
  Random any(1);
  const Act act = Hidden(RegisterDrill(scene.traffic().people(0), any));
  const bool refused = support::WaitUntil(kToldMost, [&] {
    return scene.traffic().Send(act, 1, scene.traffic().own_journal()).status().code() ==
           absl::StatusCode::kDataLoss;
  });
  const absl::Duration took = absl::Now() - since;
  scene.Expect(refused, absl::StrCat(what, " is not refused with DATA_LOSS"));
  scene.Expect(took <= kNoticedMost, absl::StrCat(what, " was noticed only after ",
                                                  absl::ToInt64Milliseconds(took), " ms"));
  scene.Expect(support::WaitUntil(kToldMost, all_say_no),
               absl::StrCat(what, ": 5 s later a desk says that it serves"));
  scene.Tell(absl::StrCat(what, " noticed in ", absl::ToInt64Milliseconds(took), " ms"));
}

// As an operator does it, after inspection.
void Accept(Scene& scene) {
  const auto accepted = scene.Admin({"accept", "--reason", "inspected after a loss"});
  scene.Expect(accepted.ok(), absl::StrCat("accept: ", accepted.status().ToString()));
}

void ExpectServing(Scene& scene, const std::string& after) {
  const bool serves = support::WaitUntil(kRepaired, [&] {
    return std::all_of(AllDesks().begin(), AllDesks().end(),
                       [&](const std::string& desk) { return scene.desks().SaysItServes(desk); });
  });
  scene.Expect(serves, absl::StrCat("15 s after ", after, " a desk says that it does not serve"));
  scene.Expect(scene.traffic().WaitForMore(10, kRepaired),
               absl::StrCat("nothing is acknowledged 15 s after ", after));
}

// Kills Redis and changes its append-only file before it starts again.
void ChangeFile(Scene& scene, const std::function<void(const std::string&)>& change) {
  scene.supervisor().Hold(kRedis);
  change(scene.redis().AppendFile());
  scene.supervisor().Release(kRedis);
  scene.Expect(scene.supervisor().AwaitServing(kRedis, kRepaired), "Redis does not start");
}

// Last sequences of the regions' logs.
std::vector<int64_t> LogEnds(Scene& scene) {
  std::vector<int64_t> ends;
  for (const People& people : scene.office().regions()) {
    ends.push_back(scene.LastSequence(people.region));
  }
  return ends;
}

void CutTail(Scene& scene, Random& random) {
  const int times = scene.options().long_faults ? 5 : 1;
  for (int i = 0; i < times; ++i) {
    scene.Expect(scene.traffic().WaitForMore(30, kRepaired), "too few acts to cut");
    scene.AllowResyncs();
    Let(absl::Milliseconds(50));
    const std::vector<int64_t> before = LogEnds(scene);
    const uintmax_t cut = 200 + random() % 3897;
    ChangeFile(scene, [&](const std::string& file) {
      const uintmax_t size = std::filesystem::file_size(file);
      std::filesystem::resize_file(file, size - std::min(size / 2, cut));
    });
    const std::vector<int64_t> after = LogEnds(scene);
    bool seen_missing = false;
    for (size_t r = 0; r < before.size(); ++r) seen_missing = seen_missing || after[r] < before[r];
    const std::string what = absl::StrCat("a tail cut by ", cut, " bytes");
    if (seen_missing) ExpectNoticed(scene, what);
    // What nobody is known to have seen may be noticed all the same.
    Accept(scene);
    ExpectServing(scene, "the loss was accepted");
  }
}

void FlushAll(Scene& scene, Random& /*random*/) {
  scene.redis().Run({"FLUSHALL"});
  ExpectNoticed(scene, "an emptied store");
  // The file still holds everything before that command.
  ChangeFile(scene, [&](const std::string& file) {
    const std::string all = support::ReadFile(file);
    const size_t at = all.rfind("*1\r\n$8\r\nFLUSHALL\r\n");
    scene.Expect(at != std::string::npos, "no FLUSHALL in the append-only file");
    if (at != std::string::npos) std::filesystem::resize_file(file, at);
  });
  ExpectServing(scene, "the store was restored");
}

// The damaged paper is refused, everything else goes on, and `verify` names it.
void ExpectOneRefused(Scene& scene, const v1::Docket& docket, const std::string& what) {
  // Nothing in a cache stands for what is stored.
  for (const char* desk : {"incident", "broadcast"}) scene.supervisor().Kill(desk);
  for (const char* desk : {"incident", "broadcast"}) {
    scene.Expect(scene.supervisor().AwaitServing(desk, kRepaired),
                 absl::StrCat(desk, " does not start beside ", what));
  }
  const auto read = Get(scene, docket.name());
  scene.Expect(read.status().code() == absl::StatusCode::kDataLoss,
               absl::StrCat(what, " is not refused: ", read.status().ToString()));
  scene.Expect(scene.traffic().WaitForMore(10, kRepaired),
               absl::StrCat("nothing else goes on beside ", what));
  const auto verified = scene.Admin({"verify"});
  scene.Expect(!verified.ok() && absl::StrContains(verified.status().ToString(), docket.name()),
               absl::StrCat("verify does not name ", what));
}

void Restore(Scene& scene, const v1::Docket& docket, const std::string& bytes) {
  scene.redis().Run({"SET", store::PaperKey(docket.name()), bytes});
  scene.supervisor().Kill("broadcast");
  scene.Expect(scene.supervisor().AwaitServing("broadcast", kRepaired),
               "broadcast does not start after the repair");
  const auto read = Get(scene, docket.name());
  scene.Expect(read.ok(), absl::StrCat("not repaired: ", read.status().ToString()));
}

void FlipByte(Scene& scene, Random& random) {
  const auto docket = QuietCase(scene);
  if (!docket.has_value()) return;
  const std::string bytes = scene.redis().Run({"GET", store::PaperKey(docket->name())});
  ChangeFile(scene, [&](const std::string& file) {
    std::string all = support::ReadFile(file);
    const size_t at = all.rfind(bytes);
    scene.Expect(at != std::string::npos, "the paper is not in the append-only file");
    if (at == std::string::npos) return;
    all[at + kHeadAndHash + random() % (bytes.size() - kHeadAndHash)] ^= 0x20;
    support::WriteFile(file, all);
  });
  ExpectOneRefused(scene, *docket, "a paper with a flipped byte");
  Restore(scene, *docket, bytes);
}

void DamagePaper(Scene& scene, Random& random) {
  const auto docket = QuietCase(scene);
  if (!docket.has_value()) return;
  const std::string key = store::PaperKey(docket->name());
  const std::string bytes = scene.redis().Run({"GET", key});
  const std::string damaged[] = {"\x01", bytes.substr(0, bytes.size() / 2),
                                 std::string(kHeadAndHash, 'x'), absl::StrCat(bytes, "x"),
                                 bytes.substr(0, kHeadAndHash)};
  scene.redis().Run({"SET", key, damaged[random() % std::size(damaged)]});
  ExpectOneRefused(scene, *docket, "a damaged paper");
  Restore(scene, *docket, bytes);
}

// A damaged paper that falls due keeps no other from being decided.
void DamageDuePaper(Scene& scene, Random& random) {
  const auto docket =
      scene.traffic().SendPatiently(Hidden(RegisterDrill(scene.traffic().people(0), random)),
                                    kRepaired, scene.traffic().own_journal());
  scene.Expect(docket.ok(), absl::StrCat("no drill: ", docket.status().ToString()));
  if (!docket.ok()) return;
  const std::string bytes = scene.redis().Run({"GETSET", store::PaperKey(docket->name()), "\x01"});
  Let(absl::Seconds(6));
  ExpectOneRefused(scene, *docket, "a damaged paper that is due");
  const std::string due = store::ShardKey(store::ShardOf(docket->name()), "due");
  const auto only_this = [&] {
    const std::string late = absl::StrCat(absl::ToUnixMillis(absl::Now() - absl::Seconds(1)));
    const auto overdue = scene.redis().List({"ZRANGEBYSCORE", due, "-inf", late});
    return overdue.size() == 1 && overdue.front() == docket->name();
  };
  scene.Expect(support::WaitUntil(kRepaired, only_this),
               "others wait behind a damaged paper that is due");
  Restore(scene, *docket, bytes);
}

// `verify` names the case whose history was changed; then it is put back.
void EditHistory(Scene& scene, Random& /*random*/) {
  const auto docket = QuietCase(scene);
  if (!docket.has_value()) return;
  const std::string key = store::HistoryKey(docket->name());
  const std::vector<std::string> records = scene.redis().List({"LRANGE", key, "0", "-1"});
  const size_t count = records.size();
  scene.Expect(count >= 4, "a history of fewer than four records");
  if (count < 4) return;
  std::vector<std::vector<std::string>> edits(5, records);
  edits[0][count / 2][records[count / 2].size() / 2] ^= 0x01;  // one byte changed
  edits[1].pop_back();                                         // the last is missing
  edits[2].erase(edits[2].begin() + 1);                        // one in the middle is missing
  std::swap(edits[3][1], edits[3][2]);                         // two have changed places
  edits[4].resize(2);                                          // the tail is missing
  const auto put = [&](const std::vector<std::string>& history) {
    std::vector<std::string> push = {"RPUSH", key};
    push.insert(push.end(), history.begin(), history.end());
    scene.redis().Run({"DEL", key});
    scene.redis().Run(push);
  };
  for (size_t i = 0; i < edits.size(); ++i) {
    put(edits[i]);
    const auto verified = scene.Admin({"verify"});
    scene.Expect(!verified.ok() && absl::StrContains(verified.status().ToString(), docket->name()),
                 absl::StrCat("verify does not find edit ", i, " of a history"));
  }
  put(records);
  const auto verified = scene.Admin({"verify"});
  scene.Expect(verified.ok(), absl::StrCat("verify: ", verified.status().ToString()));
}

// An entry that no program can read: said, counted, and following goes on behind it.
void Poison(Scene& scene, Random& /*random*/) {
  const std::string log = store::ShardKey(store::ShardOf(scene.traffic().people(0).region), "log");
  scene.AllowResyncs();
  const std::string unreadable[] = {
      std::string("\x0a\x03\xff\xff\xff", 5),        // a record that is none
      std::string("\x00\x01\x02 not an entry", 16),  // no entry at all
      std::string("\x0a\xff\xff\xff\x7f", 5),        // says that it is longer than it is
      absl::StrCat(std::string("\x0a\x80\x80\x40", 4), std::string(1 << 20, '\xfe'))};
  for (const std::string& bytes : unreadable) {
    const std::string added = scene.redis().Run({"XADD", log, "0-*", "e", bytes});
    scene.Expect(absl::StartsWith(added, "0-"), absl::StrCat("XADD: ", added));
    Let(absl::Milliseconds(300));
    scene.Expect(scene.traffic().WaitForMore(20, kRepaired),
                 "nothing is acknowledged behind an entry that cannot be read");
    const int64_t heard = scene.audience().deliveries();
    scene.Expect(
        support::WaitUntil(kRepaired, [&] { return scene.audience().deliveries() > heard + 10; }),
        "watchers hear nothing behind an entry that cannot be read");
  }
  for (const std::string& desk : AllDesks()) {
    scene.Expect(scene.desks().SaysItServes(desk),
                 absl::StrCat(desk, " does not serve behind an entry that cannot be read"));
  }
}

}  // namespace

void AddDataFaults(std::vector<Fault>& all) {
  all.push_back({.row = 8,
                 .name = "file-cut",
                 .what =
                     "Redis comes back without its last bytes: noticed within a second, refused "
                     "until accepted",
                 .mixes = false,
                 .takes = FaultFacts::Takes::kAnything,
                 .inject = CutTail});
  all.push_back({.row = 9,
                 .name = "byte-flipped",
                 .what = "a byte of a paper flipped in the file: that paper is refused, others not",
                 .mixes = false,
                 .inject = FlipByte});
  all.push_back({.row = 28,
                 .name = "poison-entry",
                 .what = "entries of the log that cannot be read: following goes on behind them",
                 .mixes = false,
                 .inject = Poison});
  all.push_back({.row = 34,
                 .name = "paper-damaged",
                 .what = "a paper overwritten by hand: it is refused, others are not",
                 .mixes = false,
                 .inject = DamagePaper});
  all.push_back({.row = 34,
                 .name = "due-paper-damaged",
                 .what = "a damaged paper falls due: all others are decided in time",
                 .mixes = false,
                 .inject = DamageDuePaper});
  all.push_back({.row = 35,
                 .name = "history-edited",
                 .what = "a history edited in five ways: verify names the case each time",
                 .mixes = false,
                 .inject = EditHistory});
  all.push_back({.row = 36,
                 .name = "store-emptied",
                 .what = "FLUSHALL: noticed within a second, refused until restored",
                 .mixes = false,
                 .inject = FlushAll});
}

}  // namespace clarion::faults
