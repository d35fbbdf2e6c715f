// The lines of a history, as they are read.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/faults/history.h"

namespace clarion::faults {
namespace {

using nlohmann::json;
using Line = std::function<void(const json&)>;

std::string Take(const json& line, const char* name) {
  const auto found = line.find(name);
  return found == line.end() ? std::string() : found->get<std::string>();
}

int64_t TakeNumber(const json& line, const char* name, int64_t otherwise = 0) {
  const auto found = line.find(name);
  return found == line.end() ? otherwise : found->get<int64_t>();
}

bool TakeFlag(const json& line, const char* name) {
  const auto found = line.find(name);
  return found != line.end() && found->get<bool>();
}

absl::Status NoHistory(const std::string& path, size_t line, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ":", line, ": ", what));
}

// Calls `take` with each line. A last line without an end was torn, and is left out.
absl::Status ReadLines(const std::string& path, const Line& take) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::string text;
  for (size_t number = 1; std::getline(file, text) && !file.eof(); ++number) {
    try {
      take(json::parse(text));
    } catch (const json::exception& fault) {
      return NoHistory(path, number, fault.what());
    }
  }
  return absl::OkStatus();
}

// The files of `folder`, each once, in order of their names; none when there is no such folder.
std::vector<std::string> FilesIn(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".ndjson") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result ResultNamed(const std::string& name) {
  if (name == "ack") return Result::kAck;
  return name == "fail" ? Result::kFail : Result::kUnknown;
}

FaultFacts::Takes TakesNamed(const std::string& name) {
  if (name == "window") return FaultFacts::Takes::kWindow;
  return name == "anything" ? FaultFacts::Takes::kAnything : FaultFacts::Takes::kNothing;
}

// One client's file: a call opens a try, its answer closes it. What was never answered is unknown.
class ClientFile {
 public:
  ClientFile(int client, std::vector<Attempt>& attempts) : client_(client), attempts_(attempts) {}

  void Take(const json& line) {
    const std::string request = faults::Take(line, "request_id");
    const int number = static_cast<int>(TakeNumber(line, "try", 1));
    if (faults::Take(line, "phase") == "call") return Open(line, request, number);
    const auto open = open_.find({request, number});
    if (open == open_.end()) return;
    Close(line, attempts_[open->second]);
    open_.erase(open);
  }

 private:
  void Open(const json& line, const std::string& request, int number) {
    open_[{request, number}] = attempts_.size();
    attempts_.push_back({.client = client_,
                         .number = number,
                         .called = TakeNumber(line, "t"),
                         .op = faults::Take(line, "op"),
                         .request_id = request,
                         .incident = faults::Take(line, "incident"),
                         .etag = faults::Take(line, "etag"),
                         .body = faults::Take(line, "body"),
                         .idle = TakeFlag(line, "idle")});
  }

  static void Close(const json& line, Attempt& attempt) {
    attempt.answered = TakeNumber(line, "t");
    attempt.result = ResultNamed(faults::Take(line, "result"));
    attempt.reason = faults::Take(line, "reason");
    attempt.paper = faults::Take(line, "incident");
    attempt.version = TakeNumber(line, "version");
    attempt.head = faults::Take(line, "head");
  }

  const int client_;
  std::vector<Attempt>& attempts_;
  std::map<std::pair<std::string, int>, size_t> open_;
};

WatchItem ItemOf(const json& line) {
  WatchItem item = {.state = TakeFlag(line, "state"),
                    .incident = Take(line, "incident"),
                    .version = TakeNumber(line, "version"),
                    .hash = Take(line, "hash")};
  if (line.contains("breaches")) item.breaches = line["breaches"].get<std::vector<int64_t>>();
  return item;
}

WatchEvent EventOf(const json& line) {
  WatchEvent event = {.t = TakeNumber(line, "t"),
                      .parent = Take(line, "parent"),
                      .token = Take(line, "token"),
                      .bookmark = TakeFlag(line, "bookmark"),
                      .resync = TakeFlag(line, "resync"),
                      .sequence = TakeNumber(line, "sequence"),
                      .reason = Take(line, "reason")};
  const std::string kind = Take(line, "kind");
  if (kind == "open") event.kind = WatchEvent::Kind::kOpen;
  if (kind == "end") event.kind = WatchEvent::Kind::kEnd;
  if (line.contains("items")) {
    for (const json& item : line["items"]) event.items.push_back(ItemOf(item));
  }
  return event;
}

RunFacts RunOf(const json& line) {
  RunFacts run = {.seed = line.value("seed", uint64_t{0}),
                  .durability = line.value("durability", "DISK"),
                  .begun_t = TakeNumber(line, "begun_t"),
                  .begun_ms = TakeNumber(line, "begun_ms"),
                  .healed_t = TakeNumber(line, "healed_t"),
                  .end_t = TakeNumber(line, "end_t"),
                  .end_ms = TakeNumber(line, "end_ms"),
                  .watch_resyncs_allowed = TakeFlag(line, "watch_resyncs_allowed")};
  for (const json& fault : line.value("faults", json::array())) {
    run.faults.push_back({.row = static_cast<int>(TakeNumber(fault, "row")),
                          .name = Take(fault, "name"),
                          .target = Take(fault, "target"),
                          .t0 = TakeNumber(fault, "t0"),
                          .t1 = TakeNumber(fault, "t1"),
                          .takes = TakesNamed(Take(fault, "takes")),
                          .clock = TakeFlag(fault, "clock")});
  }
  for (const json& sample : line.value("clock_samples", json::array())) {
    run.clock_samples.push_back({.t = TakeNumber(sample, "t"),
                                 .ms = TakeNumber(sample, "ms"),
                                 .off_us = TakeNumber(sample, "off_us")});
  }
  return run;
}

Listing ListingOf(const json& line) {
  Listing listing = {.t = TakeNumber(line, "t"), .parent = Take(line, "parent")};
  for (const json& one : line["incidents"]) listing.incidents.push_back(ItemOf(one));
  return listing;
}

absl::Status ReadRun(const std::string& path, RunFacts& run) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  try {
    run = RunOf(json::parse(file));
  } catch (const json::exception& fault) {
    return NoHistory(path, 1, fault.what());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<History> ReadHistory(const std::string& folder) {
  History history;
  absl::Status read = ReadRun(folder + "/run.json", history.run);
  int client = 0;
  for (const std::string& path : FilesIn(folder + "/clients")) {
    ClientFile file(client++, history.attempts);
    if (read.ok()) read = ReadLines(path, [&](const json& line) { file.Take(line); });
  }
  for (const std::string& path : FilesIn(folder + "/reads")) {
    if (!read.ok()) break;
    read = ReadLines(path, [&](const json& line) {
      history.readings.push_back({.called = TakeNumber(line, "t0"),
                                  .answered = TakeNumber(line, "t1"),
                                  .incident = Take(line, "incident"),
                                  .version = TakeNumber(line, "version"),
                                  .head = Take(line, "head")});
    });
  }
  for (const std::string& path : FilesIn(folder + "/watchers")) {
    if (!read.ok()) break;
    Watching watching;
    read = ReadLines(path, [&](const json& line) { watching.push_back(EventOf(line)); });
    history.watchers.push_back(std::move(watching));
  }
  for (const std::string& path : FilesIn(folder + "/lists")) {
    if (!read.ok()) break;
    read = ReadLines(path, [&](const json& line) { history.listings.push_back(ListingOf(line)); });
  }
  if (!read.ok()) return read;
  return history;
}

}  // namespace clarion::faults
