#include "services/store/papers.h"

#include <cmath>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/core/refusal.h"
#include "services/proof/chain.h"
#include "services/store/change_call.h"
#include "services/store/keys.h"
#include "services/store/redis_errors.h"
#include "services/store/stored_paper.h"

namespace clarion::store {
namespace {

absl::Status NoSuchText() {
  return core::Refuse({.code = absl::StatusCode::kNotFound,
                       .reason = v1::ERROR_REASON_NO_SUCH_TEXT,
                       .en = "No text is kept under that hash in this region. Check the hash.",
                       .zh = "本地区没有该哈希值对应的文本，请核对哈希值。"});
}

absl::StatusOr<PaperStore::DueList> DueListOf(const redisReply& reply) {
  if (!IsArray(reply) || reply.elements % 2 != 0) return Unexpected("a due set that is no list");
  PaperStore::DueList list;
  list.reserve(reply.elements / 2);
  for (size_t i = 0; i < reply.elements; i += 2) {
    double score = 0;
    if (!absl::SimpleAtod(Text(*reply.element[i + 1]), &score)) {
      return Unexpected("a score that is no number");
    }
    list.emplace_back(Text(*reply.element[i]), std::isinf(score)
                                                   ? absl::InfiniteFuture()
                                                   : absl::FromUnixMillis(std::llround(score)));
  }
  return list;
}

}  // namespace

void Papers::Ask(Argv argv, absl::Time deadline, RedisLink::Done done) {
  absl::Status sound = parts_.held.sound();
  if (!sound.ok()) return done(sound);
  parts_.link.Submit({.argv = std::move(argv), .deadline = deadline, .done = std::move(done)});
}

absl::StatusOr<PaperPtr> Papers::Take(const std::string& name, const std::string& bytes) {
  absl::StatusOr<PaperPtr> paper = DecodePaper(name, bytes);
  if (paper.ok() && !bytes.empty()) cache_.Put(name, *paper, bytes.size());
  return paper;
}

void Papers::Read(const std::string& name, bool cached, absl::Time deadline, OnPaper done) {
  Ask({"GET", PaperKey(name)}, deadline,
      [this, name, cached, done = std::move(done)](absl::StatusOr<Reply> reply) {
        if (!reply.ok()) return done(reply.status());
        const std::string bytes = Text(**reply);
        done(cached ? Take(name, bytes) : DecodePaper(name, bytes));
      });
}

void Papers::Load(const std::string& name, absl::Time deadline, OnPaper done) {
  PaperPtr cached = cache_.Find(name);
  if (cached == nullptr) return Read(name, true, deadline, std::move(done));
  absl::Status sound = parts_.held.sound();
  if (!sound.ok()) return done(sound);
  done(std::move(cached));
}

void Papers::LoadCurrent(const std::string& name, absl::Time deadline, OnPaper done) {
  PaperPtr cached = cache_.Find(name);
  if (cached == nullptr) return Read(name, true, deadline, std::move(done));
  Ask({"GETRANGE", PaperKey(name), "0", absl::StrCat(kHeadBytes - 1)}, deadline,
      [this, name, deadline, cached = std::move(cached),
       done = std::move(done)](absl::StatusOr<Reply> reply) {
        if (!reply.ok()) return done(reply.status());
        if (Text(**reply) == cached->head) return done(cached);
        Read(name, true, deadline, done);
      });
}

void Papers::LoadUncached(const std::string& name, absl::Time deadline, OnPaper done) {
  Read(name, false, deadline, std::move(done));
}

void Papers::LookAgain(const Request& request, const std::string& name, absl::Time deadline,
                       OnLooked done) {
  const std::string key = RequestKey(ShardOf(name), request.key);
  // One command, so that no commit falls between the two: a paper that shows this request's own
  // effect always comes with the request's key.
  Ask({"MGET", PaperKey(name), key}, deadline,
      [this, name, key, deadline, done = std::move(done)](absl::StatusOr<Reply> reply) {
        if (!reply.ok()) return done(reply.status());
        if (!IsArray(**reply) || (*reply)->elements != 2) return done(Unexpected("MGET of one"));
        Looked looked;
        const redisReply& kept = *(*reply)->element[1];
        if (!IsNil(kept)) {
          absl::StatusOr<Committed> again = DecodeRequest(Text(kept));
          if (!again.ok()) return done(again.status());
          looked.again = *std::move(again);
        }
        absl::StatusOr<PaperPtr> paper = Take(name, Text(*(*reply)->element[0]));
        if (!paper.ok()) return done(paper.status());
        looked.paper = *std::move(paper);
        if (!looked.again.has_value()) return done(std::move(looked));
        Keep(key, std::move(looked), deadline, done);
      });
}

// An answer that says "done before" promises what the first would have: it is given once the
// replicas have the request's key.
void Papers::Keep(const std::string& key, Looked looked, absl::Time deadline, OnLooked done) {
  parts_.link.Submit({.argv = {"EXISTS", key},
                      .deadline = deadline,
                      .writes = true,
                      .done = [looked = std::move(looked),
                               done = std::move(done)](const absl::StatusOr<Reply>& there) mutable {
                        if (!there.ok()) return done(there.status());
                        if ((*there)->integer != 1)
                          return done(OutcomeUnknown("the master has moved"));
                        done(std::move(looked));
                      }});
}

void Papers::Commit(Change change, absl::Time deadline, OnCommitted done) {
  absl::Status sound = parts_.held.sound();
  if (!sound.ok()) return done(sound);
  const HeldPtr held = parts_.held.held();
  const bool bounded = change.not_before.has_value() || !parts_.clock.suspect();
  absl::StatusOr<ChangeCall> made = MakeChangeCall(change, *held, bounded);
  if (!made.ok()) return done(made.status());

  // Timers carry a not-before and no request; in a full queue they have a reserve.
  const bool reserved = !change.request.has_value();
  struct Under {
    ChangeCall call;
    std::vector<PaperWrite> papers;
  };
  auto under = std::make_shared<Under>();
  std::string command = std::move(made->command);
  under->call = *std::move(made);
  under->papers = std::move(change.papers);
  parts_.link.Submit(
      {.command = std::move(command),
       .deadline = deadline,
       .writes = true,
       .reserved = reserved,
       .done = [this, under, done = std::move(done)](absl::StatusOr<Reply> reply) {
         if (!reply.ok()) return done(reply.status());
         std::string set;
         absl::StatusOr<Committed> committed = ReadChangeAnswer(under->call, Text(**reply), &set);
         if (!committed.ok()) return done(committed.status());
         if (committed->outcome != Committed::Outcome::kDone) {
           return done(Learn(*std::move(committed), set));
         }
         parts_.watermark.Raise(under->call.shard, committed->sequence, under->call.entry_hash8);
         for (size_t i = 0; i < under->papers.size(); ++i) {
           PaperWrite& written = under->papers[i];
           auto paper = std::make_shared<StoredPaper>();
           paper->head = under->call.heads[i];
           paper->paper = std::move(written.paper);
           cache_.Put(written.name, std::move(paper), under->call.body_bytes[i]);
         }
         done(std::move(committed));
       }});
}

// What an answer other than done tells of clock and data set.
absl::StatusOr<Committed> Papers::Learn(Committed committed, const std::string& set) {
  if (committed.outcome == Committed::Outcome::kClock) parts_.look_at_clock();
  if (committed.outcome != Committed::Outcome::kOther) return committed;
  switch (parts_.held.Learn(set)) {
    case HeldSet::Learned::kDamaged:
      return parts_.held.sound();
    case HeldSet::Learned::kRaised:
      parts_.link.Reconnect();
      return committed;
    case HeldSet::Learned::kMoved:
      parts_.clock_moved();
      return committed;
    case HeldSet::Learned::kSame:
      return committed;
  }
  return committed;
}

void Papers::ReadHistory(const std::string& name, int64_t first, int64_t count, absl::Time deadline,
                         OnRecords done) {
  CLARION_CHECK(first >= 1 && count >= 1);
  Ask({"LRANGE", HistoryKey(name), absl::StrCat(first - 1), absl::StrCat(first + count - 2)},
      deadline, [done = std::move(done)](absl::StatusOr<Reply> reply) {
        if (!reply.ok()) return done(reply.status());
        if (!IsArray(**reply)) return done(Unexpected("a history that is no list"));
        std::vector<std::string> records;
        records.reserve((*reply)->elements);
        for (size_t i = 0; i < (*reply)->elements; ++i) {
          records.push_back(Text(*(*reply)->element[i]));
        }
        done(std::move(records));
      });
}

void Papers::ReadText(const std::string& region, const std::string& sha256, absl::Time deadline,
                      OnText done) {
  Ask({"GET", TextKey(ShardOf(region), sha256)}, deadline,
      [sha256, done = std::move(done)](absl::StatusOr<Reply> reply) {
        if (!reply.ok()) return done(reply.status());
        if (IsNil(**reply)) return done(NoSuchText());
        std::string text = Text(**reply);
        if (proof::Sha256(text) != sha256) {
          return done(Damaged(
              absl::StrCat("The text ", proof::Hex(sha256),
                           " is damaged: its bytes differ from those written. Restore it."),
              absl::StrCat("文本 ", proof::Hex(sha256), " 已损坏：内容与写入时不符，请恢复。")));
        }
        done(std::move(text));
      });
}

namespace {

std::string Score(absl::Time at) {
  return at == absl::InfiniteFuture() ? "+inf" : absl::StrCat(absl::ToUnixMillis(at));
}

}  // namespace

void Papers::ListDue(int shard, absl::Time until, int limit, absl::Time deadline,
                     std::function<void(absl::StatusOr<DueList>)> done) {
  ListByScore({"ZRANGE", ShardKey(shard, "due"), "-inf", Score(until), "BYSCORE", "LIMIT", "0",
               absl::StrCat(limit), "WITHSCORES"},
              deadline, std::move(done));
}

void Papers::ListEnded(int shard, absl::Time until, int limit, absl::Time deadline,
                       std::function<void(absl::StatusOr<DueList>)> done) {
  ListByScore({"ZRANGE", ShardKey(shard, "ended"), Score(until), "-inf", "BYSCORE", "REV", "LIMIT",
               "0", absl::StrCat(limit), "WITHSCORES"},
              deadline, std::move(done));
}

void Papers::ListByScore(Argv argv, absl::Time deadline,
                         std::function<void(absl::StatusOr<DueList>)> done) {
  Ask(std::move(argv), deadline, [done = std::move(done)](absl::StatusOr<Reply> reply) {
    if (!reply.ok()) return done(reply.status());
    done(DueListOf(**reply));
  });
}

// HSCAN may name a field twice while the hash grows, so they are gathered by name.
struct Papers::ClaimWalk {
  int shard;
  std::string pattern;
  size_t limit;
  absl::Time deadline;
  std::function<void(absl::StatusOr<ClaimList>)> done;
  std::map<std::string, std::string> found;
};

void Papers::ListClaims(int shard, const std::string& prefix, size_t limit, absl::Time deadline,
                        std::function<void(absl::StatusOr<ClaimList>)> done) {
  Walk(std::make_shared<ClaimWalk>(
           ClaimWalk{shard, absl::StrCat(prefix, "*"), limit, deadline, std::move(done), {}}),
       "0");
}

void Papers::Walk(std::shared_ptr<ClaimWalk> walk, const std::string& cursor) {
  Ask({"HSCAN", ShardKey(walk->shard, "claims"), cursor, "MATCH", walk->pattern, "COUNT", "1000"},
      walk->deadline, [this, walk](absl::StatusOr<Reply> reply) {
        if (!reply.ok()) return walk->done(reply.status());
        if (!IsArray(**reply) || (*reply)->elements != 2 || !IsArray(*(*reply)->element[1])) {
          return walk->done(Unexpected("an HSCAN that is no list"));
        }
        const redisReply& fields = *(*reply)->element[1];
        for (size_t i = 0; i + 1 < fields.elements; i += 2) {
          walk->found[Text(*fields.element[i])] = Text(*fields.element[i + 1]);
        }
        const std::string next = Text(*(*reply)->element[0]);
        if (next != "0" && walk->found.size() < walk->limit) return Walk(walk, next);
        walk->done(ClaimList(walk->found.begin(), walk->found.end()));
      });
}

}  // namespace clarion::store
