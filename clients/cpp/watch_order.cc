#include "clients/cpp/watch_order.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace clarion::client {

void WatchOrder::BeginSnapshot() {
  versions_.clear();
  sequence_ = 0;
  complete_ = true;
}

absl::Status WatchOrder::Check(const v1::WatchResponse& message) {
  const bool changes = std::any_of(message.items().begin(), message.items().end(),
                                   [](const v1::WatchItem& item) { return item.has_change(); });
  if (message.sequence() < sequence_ || (changes && message.sequence() == sequence_)) {
    return absl::DataLossError(absl::StrCat("sequence ", message.sequence(), " after ", sequence_));
  }
  sequence_ = message.sequence();
  for (const v1::WatchItem& item : message.items()) {
    if (absl::Status status = CheckItem(item); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status WatchOrder::CheckItem(const v1::WatchItem& item) {
  if (item.has_state()) {
    int64_t& known = versions_[item.state().name()];
    if (item.state().version() < known) {
      return absl::DataLossError(absl::StrCat(item.state().name(), ": state of version ",
                                              item.state().version(), " after ", known));
    }
    known = item.state().version();
    return absl::OkStatus();
  }
  const v1::Record& record = item.change();
  const auto found = versions_.find(record.paper());
  // Rosters are not in snapshots, and after a resume nothing is known: the first one seen counts.
  const bool must_be_first = complete_ && absl::StrContains(record.paper(), "/incidents/");
  const bool known = found != versions_.end();
  const int64_t last = known ? found->second : must_be_first ? 0 : record.version() - 1;
  if (record.version() != last + 1) {
    return absl::DataLossError(
        absl::StrCat(record.paper(), ": change ", record.version(), " after ", last));
  }
  versions_[record.paper()] = record.version();
  return absl::OkStatus();
}

}  // namespace clarion::client
