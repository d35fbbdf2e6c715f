// What is written down while things break, and read by the checker afterwards: every call and its
// answer, every read, every message of a watch, and what was broken when.
//
// The runner writes lines of JSON as they happen, a file for each client, reader and watcher, so a
// runner that dies leaves what it knew; ReadHistory takes them in again and forgives a torn last
// line. Instants `t` are microseconds of CLOCK_MONOTONIC, one clock for all processes of a machine;
// `_ms` are Unix milliseconds of the data set. Plain data; no threads.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace clarion::faults {

inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

enum class Result {
  kAck,
  kFail,     // the contract says that nothing changed
  kUnknown,  // perhaps done, perhaps not
};

// One try of one request.
struct Attempt {
  int client = 0;
  int number = 1;  // of the try, unique for the request within a client
  int64_t called = 0;
  int64_t answered = kNever;
  std::string op = {};
  std::string request_id = {};
  std::string incident = {};  // asked for; empty for a registration
  std::string etag = {};
  std::string body = {};  // tells two requests apart
  bool idle = false;      // may be answered OK without a record
  Result result = Result::kUnknown;
  std::string reason = {};
  // What was answered: the paper after the act.
  std::string paper = {};
  int64_t version = 0;
  std::string head = {};  // hex
};

// One read of a paper.
struct Reading {
  int64_t called = 0;
  int64_t answered = 0;
  std::string incident = {};
  int64_t version = 0;
  std::string head = {};  // hex
};

struct WatchItem {
  bool state = false;  // a STATE, else a CHANGE
  std::string incident = {};
  int64_t version = 0;
  std::string hash = {};               // hex: of a state the head, of a change the record's SHA-256
  std::vector<int64_t> breaches = {};  // due instants, in ms, of breaches in a change
};

// One line of what a watcher heard.
struct WatchEvent {
  enum class Kind { kOpen, kMessage, kEnd };
  int64_t t = 0;
  Kind kind = Kind::kMessage;
  std::string parent = {};  // kOpen
  std::string token = {};   // kOpen: gone on from; kMessage: to go on from
  std::vector<WatchItem> items = {};
  bool bookmark = false;
  bool resync = false;
  int64_t sequence = 0;
  std::string reason = {};  // kEnd
};

// Everything one logical watcher heard, over all its streams.
using Watching = std::vector<WatchEvent>;

// What a list of open incidents said.
struct Listing {
  int64_t t = 0;
  std::string parent = {};
  std::vector<WatchItem> incidents = {};  // name and version alone
};

// The reason of a watcher's end after which it must know everything.
inline constexpr char kSettled[] = "settled";

struct FaultFacts {
  // What the store may lose by it.
  enum class Takes {
    kNothing,
    kWindow,    // a power cut under RELAXED: two seconds
    kAnything,  // acknowledged bytes were cut on purpose
  };
  int row = 0;
  std::string name = {};
  std::string target = {};
  int64_t t0 = 0;
  int64_t t1 = 0;
  Takes takes = Takes::kNothing;
  bool clock = false;  // a clock was stepped
};

// The store's clock as it was asked: at `t` it said `ms`, give or take `off_us`.
struct ClockSample {
  int64_t t = 0;
  int64_t ms = 0;
  int64_t off_us = 0;
};

struct RunFacts {
  uint64_t seed = 0;
  std::string durability = "DISK";
  int64_t begun_t = 0;
  int64_t begun_ms = 0;
  int64_t healed_t = 0;  // from then on everything is answered; 0: not checked
  int64_t end_t = 0;
  int64_t end_ms = 0;
  bool watch_resyncs_allowed = false;
  std::vector<FaultFacts> faults = {};
  std::vector<ClockSample> clock_samples = {};
};

struct History {
  RunFacts run = {};
  std::vector<Attempt> attempts = {};
  std::vector<Reading> readings = {};
  std::vector<Watching> watchers = {};
  std::vector<Listing> listings = {};
};

// The lines, without their end.
nlohmann::ordered_json CallLine(const Attempt& attempt);
nlohmann::ordered_json AnswerLine(const Attempt& attempt);
nlohmann::ordered_json ReadingLine(const Reading& reading);
nlohmann::ordered_json WatchLine(const WatchEvent& event);
nlohmann::ordered_json ListingLine(const Listing& listing);
nlohmann::ordered_json ToJson(const RunFacts& run);

// Writes `run.json` into the folder of a run.
absl::Status WriteRunFacts(const std::string& folder, const RunFacts& run);

// INVALID_ARGUMENT names file and line of what is no history.
absl::StatusOr<History> ReadHistory(const std::string& folder);
// All of it, for what was made rather than recorded; the folder must exist.
absl::Status WriteHistory(const std::string& folder, const History& history);

}  // namespace clarion::faults
