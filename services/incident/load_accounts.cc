#include "services/incident/load_accounts.h"

#include <memory>
#include <mutex>
#include <utility>

namespace clarion::incident {
namespace {

// The answers of many loads; the last one in takes them all.
struct Gathered {
  explicit Gathered(size_t count) : papers(count), left(count) {}

  // True for the last one.
  bool Put(size_t i, absl::StatusOr<store::PaperPtr> paper) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (paper.ok()) {
      papers[i] = *std::move(paper);
    } else {
      status.Update(paper.status());
    }
    return --left == 0;
  }

  std::mutex mutex;
  std::vector<store::PaperPtr> papers;
  absl::Status status;
  size_t left;
};

}  // namespace

void LoadAccounts(store::PaperStore& papers, const std::vector<std::string>& names,
                  absl::Time deadline,
                  std::function<void(absl::StatusOr<std::vector<store::PaperPtr>>)> done) {
  if (names.empty()) return done(std::vector<store::PaperPtr>());
  auto gathered = std::make_shared<Gathered>(names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    papers.LoadCurrent(names[i], deadline,
                       [gathered, i, done](absl::StatusOr<store::PaperPtr> paper) {
                         if (!gathered->Put(i, std::move(paper))) return;
                         if (!gathered->status.ok()) return done(gathered->status);
                         done(std::move(gathered->papers));
                       });
  }
}

}  // namespace clarion::incident
