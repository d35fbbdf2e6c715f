#include "tests/load/audience.h"

#include <algorithm>

#include "absl/time/time.h"
#include "tests/support/wait_until.h"

namespace clarion::load {
namespace {

constexpr std::chrono::seconds kListeningMayTake{10};

}  // namespace

Audience::Audience(const Bench::Channels& channels, size_t watchers, const std::string& token,
                   const std::string& request, Reader reader)
    : reader_(std::move(reader)), heard_(watchers) {
  for (size_t i = 0; i < watchers; ++i) {
    streams_.push_back(
        std::make_unique<WatchStream>(channels[i % channels.size()], token, request));
  }
}

absl::Status Audience::WaitUntilListening() {
  for (const auto& stream : streams_) {
    if (!stream->WaitForFirst(kListeningMayTake)) {
      return absl::UnavailableError("a watch did not begin");
    }
  }
  return absl::OkStatus();
}

void Audience::TakeAll() {
  for (size_t watcher = 0; watcher < streams_.size(); ++watcher) {
    for (const WatchStream::Arrival& arrival : streams_[watcher]->Take()) {
      ++messages_;
      bytes_ += arrival.message.Length();
      for (size_t number : reader_(watcher, arrival.message)) {
        if (!heard_[watcher].insert(number).second) {
          ++repeated_;
          continue;
        }
        Told& told = told_[number];
        ++told.watchers;
        told.last = std::max(told.last, arrival.at);
      }
    }
  }
}

bool Audience::AllTold(const std::vector<size_t>& numbers) const {
  return std::all_of(numbers.begin(), numbers.end(),
                     [this](size_t number) { return Complete(number).has_value(); });
}

void Audience::Receive(const std::vector<size_t>& numbers, nanoseconds limit) {
  support::WaitUntil(absl::FromChrono(limit), [&] {
    TakeAll();
    return AllTold(numbers);
  });
  for (size_t number : numbers) {
    const auto told = told_.find(number);
    const size_t watchers = told == told_.end() ? 0 : told->second.watchers;
    missed_ += static_cast<long>(streams_.size() - watchers);
  }
}

std::optional<Instant> Audience::Complete(size_t number) const {
  const auto told = told_.find(number);
  if (told == told_.end() || told->second.watchers < streams_.size()) return std::nullopt;
  return told->second.last;
}

}  // namespace clarion::load
