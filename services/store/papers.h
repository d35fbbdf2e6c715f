// The PaperStore over Redis: encodes and hashes on the caller's thread, sends through the link,
// keeps the cache. Refuses everything while the data set is damaged.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "services/store/data_clock.h"
#include "services/store/held_set.h"
#include "services/store/paper_cache.h"
#include "services/store/paper_store.h"
#include "services/store/redis_link.h"
#include "services/store/watermark.h"

namespace clarion::store {

class Papers : public PaperStore {
 public:
  // What the papers work with; all of it outlives them.
  struct Parts {
    RedisLink& link;
    HeldSet& held;
    DataClock& clock;
    Watermark& watermark;
    std::function<void()> look_at_clock;  // an answer said the clock is off
    std::function<void()> clock_moved;    // an answer told of another manual instant
  };
  Papers(Parts parts, int64_t cache_bytes) : parts_(std::move(parts)), cache_(cache_bytes) {}

  void Load(const std::string& name, absl::Time deadline, OnPaper done) override;
  void LoadCurrent(const std::string& name, absl::Time deadline, OnPaper done) override;
  void LoadUncached(const std::string& name, absl::Time deadline, OnPaper done) override;
  void LookAgain(const Request& request, const std::string& name, absl::Time deadline,
                 OnLooked done) override;
  void Commit(Change change, absl::Time deadline, OnCommitted done) override;
  void ReadHistory(const std::string& name, int64_t first, int64_t count, absl::Time deadline,
                   OnRecords done) override;
  void ReadText(const std::string& region, const std::string& sha256, absl::Time deadline,
                OnText done) override;
  void ListDue(int shard, absl::Time until, int limit, absl::Time deadline,
               std::function<void(absl::StatusOr<DueList>)> done) override;
  void ListEnded(int shard, absl::Time until, int limit, absl::Time deadline,
                 std::function<void(absl::StatusOr<DueList>)> done) override;
  void ListClaims(int shard, const std::string& prefix, size_t limit, absl::Time deadline,
                  std::function<void(absl::StatusOr<ClaimList>)> done) override;

 private:
  // `cached`: into the cache as well.
  void Read(const std::string& name, bool cached, absl::Time deadline, OnPaper done);
  absl::StatusOr<PaperPtr> Take(const std::string& name, const std::string& bytes);
  void Keep(const std::string& key, Looked looked, absl::Time deadline, OnLooked done);
  void ListByScore(Argv argv, absl::Time deadline,
                   std::function<void(absl::StatusOr<DueList>)> done);
  struct ClaimWalk;
  void Walk(std::shared_ptr<ClaimWalk> walk, const std::string& cursor);
  void Ask(Argv argv, absl::Time deadline, RedisLink::Done done);
  absl::StatusOr<Committed> Learn(Committed committed, const std::string& set);

  const Parts parts_;
  PaperCache cache_;
};

}  // namespace clarion::store
