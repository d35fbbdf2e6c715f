// The store as it lies in Redis, read through its own readers.
#include "tests/faults/dump.h"

#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/proof/chain.h"
#include "services/store/change_call.h"
#include "services/store/keys.h"
#include "services/store/log_entries.h"
#include "services/store/paper_store.h"

namespace clarion::faults {
namespace {

using store::RedisConnection;
using store::Reply;

constexpr absl::Duration kTimeout = absl::Seconds(10);
constexpr int64_t kBatch = 1000;

// Calls `take` with each member or field and what belongs to it.
template <typename Take>
absl::Status ReadPairs(RedisConnection& connection, const store::Argv& argv, Take take) {
  absl::StatusOr<Reply> reply = connection.Call(argv);
  if (!reply.ok()) return reply.status();
  for (size_t i = 0; i + 1 < (*reply)->elements; i += 2) {
    take(store::Text(*(*reply)->element[i]), store::Text(*(*reply)->element[i + 1]));
  }
  return absl::OkStatus();
}

absl::Status ReadPapers(RedisConnection& connection, int shard, Dump& dump) {
  absl::StatusOr<std::set<std::string>> names = admin::PapersOf(connection, shard);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    absl::StatusOr<admin::AsStored> stored = admin::ReadPaper(connection, name);
    if (!stored.ok()) return stored.status();
    dump.papers.push_back(*std::move(stored));
  }
  return absl::OkStatus();
}

absl::Status ReadShardLog(RedisConnection& connection, int shard, Dump& dump) {
  for (int64_t first = 1;;) {
    absl::StatusOr<Reply> reply = connection.Call(store::ReadLog(shard, first, kBatch));
    if (!reply.ok()) return reply.status();
    absl::StatusOr<std::vector<store::Entry>> entries = store::EntriesOf(shard, **reply, false);
    if (!entries.ok()) return entries.status();
    if (entries->empty()) return absl::OkStatus();
    first = entries->back().sequence + 1;
    for (const store::Entry& entry : *entries) {
      LoggedCommit commit = {.shard = shard, .sequence = entry.sequence};
      v1::LogEntry logged;  // what cannot be read names no record
      if (!logged.ParseFromString(entry.bytes)) logged.Clear();
      for (const std::string& bytes : logged.records()) {
        v1::Record record;
        if (!record.ParseFromString(bytes)) continue;
        commit.records.push_back({.paper = record.paper(),
                                  .version = record.version(),
                                  .sha256 = proof::Hex(proof::Sha256(bytes))});
      }
      dump.log.push_back(std::move(commit));
    }
  }
}

absl::Status ReadRequests(RedisConnection& connection, int shard, Dump& dump) {
  const std::string prefix = store::ShardKey(shard, "req:");
  std::set<std::string> keys;  // SCAN may say one twice
  std::string cursor = "0";
  do {
    absl::StatusOr<Reply> page =
        connection.Call({"SCAN", cursor, "MATCH", absl::StrCat(prefix, "*"), "COUNT", "1000"});
    if (!page.ok()) return page.status();
    cursor = store::Text(*(*page)->element[0]);
    const redisReply& found = *(*page)->element[1];
    for (size_t i = 0; i < found.elements; ++i) keys.insert(store::Text(*found.element[i]));
  } while (cursor != "0");
  for (const std::string& key : keys) {
    absl::StatusOr<Reply> value = connection.Call({"GET", key});
    if (!value.ok()) return value.status();
    absl::StatusOr<store::Committed> kept = store::DecodeRequest(store::Text(**value));
    if (!kept.ok()) return kept.status();
    dump.requests.push_back(
        {.key = key.substr(prefix.size()), .paper = kept->paper, .version = kept->version});
  }
  return absl::OkStatus();
}

absl::Status ReadShard(RedisConnection& connection, int shard, Dump& dump) {
  absl::Status read = ReadPapers(connection, shard, dump);
  if (read.ok()) read = ReadShardLog(connection, shard, dump);
  if (read.ok()) read = ReadRequests(connection, shard, dump);
  const auto take_place = [](std::vector<Place>& places) {
    return [&places](std::string paper, std::string score) {
      places.push_back({.paper = std::move(paper), .score = std::move(score)});
    };
  };
  const std::string due = store::ShardKey(shard, "due");
  if (read.ok()) {
    read = ReadPairs(connection, {"ZRANGE", due, "0", "-1", "WITHSCORES"}, take_place(dump.due));
  }
  const std::string ended = store::ShardKey(shard, "ended");
  if (read.ok()) {
    read =
        ReadPairs(connection, {"ZRANGE", ended, "0", "-1", "WITHSCORES"}, take_place(dump.ended));
  }
  if (!read.ok()) return read;
  return ReadPairs(connection, {"HGETALL", store::ShardKey(shard, "claims")},
                   [&dump](std::string name, std::string holder) {
                     dump.names.push_back({.name = std::move(name), .holder = std::move(holder)});
                   });
}

}  // namespace

absl::StatusOr<Dump> ReadStore(RedisConnection& connection) {
  Dump dump;
  for (int shard = 0; shard < store::kShards; ++shard) {
    absl::Status read = ReadShard(connection, shard, dump);
    if (!read.ok()) return read;
  }
  return dump;
}

absl::Status DumpStore(const std::string& socket, const std::string& folder) {
  auto connection = RedisConnection::Open({.socket = socket}, kTimeout);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<Dump> dump = ReadStore(**connection);
  if (!dump.ok()) return dump.status();
  return WriteDump(folder, *dump);
}

}  // namespace clarion::faults
