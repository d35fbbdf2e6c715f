// A made run as it would have been recorded: heads, hashes and places follow from the records.
#include <utility>

#include "services/admin/as_stored.h"
#include "services/core/decide.h"
#include "services/proof/chain.h"
#include "services/store/stored_paper.h"
#include "tests/faults/made_run.h"
#include "tests/faults/truth.h"

namespace clarion::faults {
namespace {

// Hashes of one paper's records, in hex, by version.
struct Hashes {
  std::vector<std::string> heads = {};
  std::vector<std::string> records = {};
};

std::string At(const std::vector<std::string>& hashes, int64_t version) {
  const size_t index = static_cast<size_t>(version - 1);
  return index < hashes.size() ? hashes[index] : "";
}

class Renderer {
 public:
  explicit Renderer(const MadeRun& run) : run_(run) {}

  Recorded Render() {
    recorded_.history = run_.history;
    for (const auto& [name, records] : run_.papers) RenderPaper(name, records);
    RenderLog();
    recorded_.dump.requests = run_.requests;
    for (const auto& [name, holder] : run_.names) {
      recorded_.dump.names.push_back({.name = name, .holder = holder});
    }
    RenderAnswers();
    return std::move(recorded_);
  }

 private:
  void RenderPaper(const std::string& name, const std::vector<v1::Record>& records) {
    Dump& dump = recorded_.dump;
    Hashes& hashes = hashes_[name];
    admin::AsStored stored = {.name = name};
    std::string head;
    for (const v1::Record& record : records) {
      stored.records.push_back(record.SerializeAsString());
      head = proof::NextHead(head, stored.records.back());
      hashes.heads.push_back(proof::Hex(head));
      hashes.records.push_back(proof::Hex(proof::Sha256(stored.records.back())));
    }
    const v1::Paper paper = FoldOf(records);
    stored.paper = store::EncodePaper(head, paper.SerializeAsString());
    stored.due = admin::PlaceOf(paper);
    if (!stored.due.empty()) dump.due.push_back({.paper = name, .score = stored.due});
    if (core::HasEnded(paper)) {
      dump.ended.push_back(
          {.paper = name, .score = std::to_string(MillisOf(records.back().decided_at()))});
    }
    dump.papers.push_back(std::move(stored));
  }

  void RenderLog() {
    for (const MadeCommit& made : run_.log) {
      LoggedCommit commit = {.shard = made.shard, .sequence = made.sequence};
      for (const auto& [paper, version] : made.records) {
        commit.records.push_back(
            {.paper = paper, .version = version, .sha256 = At(hashes_[paper].records, version)});
      }
      recorded_.dump.log.push_back(std::move(commit));
    }
  }

  void RenderAnswers() {
    for (Attempt& attempt : recorded_.history.attempts) {
      if (attempt.result != Result::kAck) continue;
      attempt.head = At(hashes_[attempt.paper].heads, attempt.version);
    }
    for (Reading& reading : recorded_.history.readings) {
      reading.head = At(hashes_[reading.incident].heads, reading.version);
    }
    for (Watching& watching : recorded_.history.watchers) {
      for (WatchEvent& event : watching) {
        for (WatchItem& item : event.items) {
          const Hashes& hashes = hashes_[item.incident];
          item.hash = At(item.state ? hashes.heads : hashes.records, item.version);
        }
      }
    }
  }

  const MadeRun& run_;
  Recorded recorded_;
  std::map<std::string, Hashes> hashes_;
};

}  // namespace

v1::Paper FoldOf(const std::vector<v1::Record>& records) {
  v1::Paper paper;
  for (const v1::Record& record : records) core::Evolve(paper, record);
  return paper;
}

Recorded Render(const MadeRun& run) { return Renderer(run).Render(); }

}  // namespace clarion::faults
