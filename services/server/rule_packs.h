// RulePacks keeps the rule packs of a process: the one new incidents begin with, and those that
// older dockets froze, which are read from their shard by hash and kept.
//
// A pack is its bytes: the hash a docket holds is over the file as it was, so nothing is encoded
// again. Thread-safe. A callback runs at once when the pack is known, else on the link's thread: it
// must not block.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/v1/rule_pack.pb.h"
#include "services/store/paper_store.h"

namespace clarion::server {

struct Pack {
  v1::RulePack pack;
  std::string sha256;  // 32 bytes, over `bytes`
  std::string bytes;   // YAML
};
using PackPtr = std::shared_ptr<const Pack>;

// Reads and checks a pack. `file` is only named in faults.
absl::StatusOr<PackPtr> ParsePack(const std::string& bytes, const std::string& file);

class RulePacks {
 public:
  using OnPack = std::function<void(absl::StatusOr<PackPtr>)>;

  // `papers` must outlive the packs.
  RulePacks(PackPtr default_pack, store::PaperStore& papers);

  // What new incidents begin with. Never null.
  PackPtr Default() const { return default_; }

  // The pack a docket of `region` began with. DATA_LOSS when the shard holds no such text or it
  // does not read as a pack: an old docket cannot be decided on without its law.
  void Find(const std::string& region, const std::string& sha256, absl::Time deadline, OnPack done);

 private:
  const PackPtr default_;
  store::PaperStore& papers_;
  std::mutex mutex_;
  std::unordered_map<std::string, PackPtr> known_;  // by hash; few, since packs change with the law
};

}  // namespace clarion::server
