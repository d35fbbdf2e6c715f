// The lines of a history, as they are written.
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/faults/history.h"

namespace clarion::faults {
namespace {

using nlohmann::ordered_json;

const char* NameOf(Result result) {
  switch (result) {
    case Result::kAck:
      return "ack";
    case Result::kFail:
      return "fail";
    case Result::kUnknown:
      return "unknown";
  }
  return "";
}

const char* NameOf(FaultFacts::Takes takes) {
  switch (takes) {
    case FaultFacts::Takes::kNothing:
      return "nothing";
    case FaultFacts::Takes::kWindow:
      return "window";
    case FaultFacts::Takes::kAnything:
      return "anything";
  }
  return "";
}

ordered_json ItemJson(const WatchItem& item) {
  ordered_json json = {{"state", item.state},
                       {"incident", item.incident},
                       {"version", item.version},
                       {"hash", item.hash}};
  if (!item.breaches.empty()) json["breaches"] = item.breaches;
  return json;
}

ordered_json FaultJson(const FaultFacts& fault) {
  return {{"row", fault.row},    {"name", fault.name}, {"target", fault.target},
          {"t0", fault.t0},      {"t1", fault.t1},     {"takes", NameOf(fault.takes)},
          {"clock", fault.clock}};
}

// Writes `lines` to `path`, each on its own.
absl::Status WriteLines(const std::string& path, const std::vector<ordered_json>& lines) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  std::ofstream file(path);
  for (const ordered_json& line : lines) file << line.dump() << '\n';
  file.flush();
  if (!file) return absl::InternalError(absl::StrCat(path, ": cannot be written"));
  return absl::OkStatus();
}

std::string FileOf(const std::string& folder, const char* kind, size_t number) {
  return absl::StrCat(folder, "/", kind, "/", number, ".ndjson");
}

}  // namespace

ordered_json CallLine(const Attempt& attempt) {
  ordered_json json = {{"phase", "call"},
                       {"t", attempt.called},
                       {"op", attempt.op},
                       {"request_id", attempt.request_id},
                       {"incident", attempt.incident},
                       {"etag", attempt.etag},
                       {"body", attempt.body},
                       {"try", attempt.number}};
  if (attempt.idle) json["idle"] = true;
  return json;
}

ordered_json AnswerLine(const Attempt& attempt) {
  ordered_json json = {{"phase", "answer"},
                       {"t", attempt.answered},
                       {"request_id", attempt.request_id},
                       {"result", NameOf(attempt.result)},
                       {"try", attempt.number}};
  if (attempt.result == Result::kAck) {
    json["incident"] = attempt.paper;
    json["version"] = attempt.version;
    json["head"] = attempt.head;
  } else {
    json["reason"] = attempt.reason;
  }
  return json;
}

ordered_json ReadingLine(const Reading& reading) {
  return {{"t0", reading.called},
          {"t1", reading.answered},
          {"incident", reading.incident},
          {"version", reading.version},
          {"head", reading.head}};
}

ordered_json WatchLine(const WatchEvent& event) {
  switch (event.kind) {
    case WatchEvent::Kind::kOpen:
      return {{"t", event.t}, {"kind", "open"}, {"parent", event.parent}, {"token", event.token}};
    case WatchEvent::Kind::kEnd:
      return {{"t", event.t}, {"kind", "end"}, {"reason", event.reason}};
    case WatchEvent::Kind::kMessage:
      break;
  }
  ordered_json items = ordered_json::array();
  for (const WatchItem& item : event.items) items.push_back(ItemJson(item));
  return {{"t", event.t},
          {"kind", "message"},
          {"items", std::move(items)},
          {"bookmark", event.bookmark},
          {"resync", event.resync},
          {"token", event.token},
          {"sequence", event.sequence}};
}

ordered_json ListingLine(const Listing& listing) {
  ordered_json incidents = ordered_json::array();
  for (const WatchItem& one : listing.incidents) {
    incidents.push_back({{"incident", one.incident}, {"version", one.version}});
  }
  return {{"t", listing.t}, {"parent", listing.parent}, {"incidents", std::move(incidents)}};
}

ordered_json ToJson(const RunFacts& run) {
  ordered_json faults = ordered_json::array();
  for (const FaultFacts& fault : run.faults) faults.push_back(FaultJson(fault));
  ordered_json samples = ordered_json::array();
  for (const ClockSample& sample : run.clock_samples) {
    samples.push_back({{"t", sample.t}, {"ms", sample.ms}, {"off_us", sample.off_us}});
  }
  return {{"seed", run.seed},
          {"durability", run.durability},
          {"begun_t", run.begun_t},
          {"begun_ms", run.begun_ms},
          {"healed_t", run.healed_t},
          {"end_t", run.end_t},
          {"end_ms", run.end_ms},
          {"watch_resyncs_allowed", run.watch_resyncs_allowed},
          {"faults", std::move(faults)},
          {"clock_samples", std::move(samples)}};
}

absl::Status WriteRunFacts(const std::string& folder, const RunFacts& run) {
  return WriteLines(absl::StrCat(folder, "/run.json"), {ToJson(run)});
}

absl::Status WriteHistory(const std::string& folder, const History& history) {
  absl::Status written = WriteRunFacts(folder, history.run);
  std::vector<std::vector<ordered_json>> clients;
  for (const Attempt& attempt : history.attempts) {
    const size_t client = static_cast<size_t>(attempt.client);
    if (clients.size() <= client) clients.resize(client + 1);
    clients[client].push_back(CallLine(attempt));
    if (attempt.answered != kNever) clients[client].push_back(AnswerLine(attempt));
  }
  for (size_t i = 0; i < clients.size() && written.ok(); ++i) {
    written = WriteLines(FileOf(folder, "clients", i), clients[i]);
  }
  std::vector<ordered_json> lines;
  for (const Reading& reading : history.readings) lines.push_back(ReadingLine(reading));
  if (written.ok()) written = WriteLines(FileOf(folder, "reads", 0), lines);
  for (size_t i = 0; i < history.watchers.size() && written.ok(); ++i) {
    lines.clear();
    for (const WatchEvent& event : history.watchers[i]) lines.push_back(WatchLine(event));
    written = WriteLines(FileOf(folder, "watchers", i), lines);
  }
  lines.clear();
  for (const Listing& listing : history.listings) lines.push_back(ListingLine(listing));
  if (written.ok()) written = WriteLines(FileOf(folder, "lists", 0), lines);
  return written;
}

}  // namespace clarion::faults
