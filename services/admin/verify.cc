#include "services/admin/verify.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/admin/as_stored.h"
#include "services/proof/chain.h"
#include "services/store/log_entries.h"
#include "services/store/paper_store.h"
#include "services/store/redis_errors.h"
#include "services/store/steady.h"
#include "services/store/stored_paper.h"

namespace clarion::admin {
namespace {

using store::RedisConnection;
using store::Reply;

// The first record that the shard's log, as far as it reaches back, holds with other bytes; 0 if
// none.
absl::StatusOr<int64_t> DiffersFromLog(RedisConnection& connection, const std::string& name,
                                       const std::vector<std::string>& records) {
  constexpr int64_t kBatch = 500;
  const int shard = store::ShardOf(name);
  int64_t first = 1;
  int64_t differs = 0;
  while (true) {
    absl::StatusOr<Reply> reply = connection.Call(store::ReadLog(shard, first, kBatch));
    if (!reply.ok()) return reply.status();
    auto entries = store::EntriesOf(shard, **reply, true);
    if (!entries.ok()) return entries.status();
    if (entries->empty()) return differs;
    first = entries->back().sequence + 1;
    for (const store::Entry& entry : *entries) {
      for (const std::string& bytes : entry.entry.records()) {
        v1::Record record;
        if (!record.ParseFromString(bytes) || record.paper() != name) continue;
        const size_t index = static_cast<size_t>(record.version()) - 1;
        if (index >= records.size() || records[index] == bytes) continue;
        if (differs == 0 || record.version() < differs) differs = record.version();
      }
    }
  }
}

// What is wrong with the paper, in a line; empty when nothing is.
absl::StatusOr<std::string> FaultOf(RedisConnection& connection, const std::string& name,
                                    const AsStored& stored) {
  if (stored.paper.empty()) return absl::StrCat("The paper ", name, " is missing.");
  absl::StatusOr<store::PaperPtr> decoded = store::DecodePaper(name, stored.paper);
  if (!decoded.ok()) return std::string(decoded.status().message());
  const store::StoredPaper& paper = **decoded;
  const int64_t count = static_cast<int64_t>(stored.records.size());
  if (count < store::VersionOf(paper.paper)) {
    return absl::StrCat("The history of ", name, " is broken at record ", count + 1,
                        ": it is missing; the paper is at version ", store::VersionOf(paper.paper),
                        ".");
  }
  proof::ChainFault fault;
  const absl::Status chain = proof::VerifyHistory(name, stored.records, paper.head, &fault);
  if (!chain.ok()) {
    if (!fault.only_chain) return std::string(chain.message());
    absl::StatusOr<int64_t> differs = DiffersFromLog(connection, name, stored.records);
    if (!differs.ok()) return differs.status();
    if (*differs == 0) return std::string(chain.message());
    return absl::StrCat("The history of ", name, " is broken at record ", *differs,
                        ": its bytes differ from those published in the log.");
  }
  if (!IsTheFold(stored.records, paper.paper)) {
    return absl::StrCat("The paper ", name, " is not the fold of its ", count, " records.");
  }
  const std::string place = PlaceOf(paper.paper);
  if (stored.due != place) {
    return absl::StrCat("The paper ", name, " stands in the due set at `", stored.due,
                        "`; its law says `", place, "`.");
  }
  return std::string();
}

}  // namespace

absl::StatusOr<Verified> Verify(RedisConnection& connection,
                                const std::function<void(const std::string&)>& on_fault) {
  Verified verified;
  const absl::Duration began = store::SteadyNow();
  for (int shard = 0; shard < store::kShards; ++shard) {
    absl::StatusOr<std::set<std::string>> names = PapersOf(connection, shard);
    if (!names.ok()) return names.status();
    for (const std::string& name : *names) {
      if (store::ShardOf(name) != shard) {
        ++verified.faults;
        on_fault(absl::StrCat("The paper ", name, " lies in shard ", shard, ", not in its own."));
        continue;
      }
      absl::StatusOr<AsStored> stored = ReadPaper(connection, name);
      if (!stored.ok()) return stored.status();
      ++verified.papers;
      verified.records += static_cast<int64_t>(stored->records.size());
      absl::StatusOr<std::string> fault = FaultOf(connection, name, *stored);
      if (!fault.ok()) return fault.status();
      if (fault->empty()) continue;
      ++verified.faults;
      on_fault(*fault);
    }
  }
  verified.took = store::SteadyNow() - began;
  return verified;
}

}  // namespace clarion::admin
