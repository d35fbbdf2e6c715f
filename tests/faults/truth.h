// What the store says happened: the papers of a dump, looked up by name, by request and by place in
// the log.
//
// Every accepted act left exactly one record, so the store's own histories are the order of events
// that the run claims, and everything clients and watchers said is held against it in linear time.
// Built once; read by the validators. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "clarion/v1/events.pb.h"
#include "tests/faults/dump.h"
#include "tests/faults/history.h"

namespace clarion::faults {

inline int64_t MillisOf(const google::protobuf::Timestamp& at) {
  return at.seconds() * 1000 + at.nanos() / 1'000'000;
}

// One record of one paper, without its events.
struct RecordFacts {
  std::string head = {};    // 32 bytes; of the paper after it
  std::string sha256 = {};  // 32 bytes
  std::string request_id = {};
  int64_t decided_ms = 0;
  int64_t sequence = 0;  // in the log of its shard; 0: not there
  bool by_system = false;
  std::string merged_into = {};  // the paper ended in a merger: that which goes on
  std::string merged_from = {};  // the paper goes on after a merger: that which ended
};

struct PaperFacts {
  const admin::AsStored* stored = nullptr;
  bool is_docket = false;
  bool sound = false;    // the body could be read
  bool ordered = false;  // the records are its own, with versions 1, 2, ...
  v1::Paper paper = {};
  std::vector<RecordFacts> records = {};

  const std::string& name() const { return stored->name; }
  // The record of a version; null when there is none.
  const RecordFacts* At(int64_t version) const;
};

// A record by where it stands.
struct RecordRef {
  const PaperFacts* paper = nullptr;
  int64_t version = 0;

  const RecordFacts& facts() const { return *paper->At(version); }
};

class Truth {
 public:
  explicit Truth(const Dump& dump);
  Truth(const Truth&) = delete;
  Truth& operator=(const Truth&) = delete;

  const std::vector<PaperFacts>& papers() const { return papers_; }
  const PaperFacts* Find(const std::string& name) const;
  // The records that name this request; of a merger's two, that of the paper that goes on.
  const std::vector<RecordRef>& ByRequest(const std::string& request_id) const;
  // The roster of the docket's region as it stood before the commit of `sequence`; null when it is
  // not known.
  const v1::Roster* RosterBefore(const std::string& docket, int64_t sequence) const;
  // As it stands now.
  const v1::Roster* RosterNow(const std::string& docket) const;
  // The records of the commit at that place of the log of `shard`.
  const LoggedCommit* CommitAt(int shard, int64_t sequence) const;

 private:
  void Enter(const admin::AsStored& stored);
  void Place(const Dump& dump);
  void FollowRosters();

  std::vector<PaperFacts> papers_;
  std::unordered_map<std::string, size_t> by_name_;
  std::unordered_map<std::string, std::vector<RecordRef>> by_request_;
  std::map<int, std::vector<const LoggedCommit*>> log_;
  // By region: the place in the log at which the roster became this.
  std::map<std::string, std::map<int64_t, v1::Roster>> rosters_;
};

// `regions/{region}` of a resource name below it.
std::string RegionOf(const std::string& name);

}  // namespace clarion::faults
