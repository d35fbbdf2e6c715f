#include "tests/support/watcher.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "services/core/decide.h"
#include "services/server/status_grpc.h"
#include "tests/support/caller.h"
#include "tests/support/patience.h"

namespace clarion::support {

Watcher::Watcher(ProcessGroup& group, std::string process, std::string token, std::string parent)
    : group_(group),
      process_(std::move(process)),
      token_(std::move(token)),
      parent_(std::move(parent)),
      thread_([this] { Run(); }) {}

Watcher::~Watcher() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    if (stream_ != nullptr) stream_->TryCancel();
  }
  changed_.notify_all();
  thread_.join();
}

void Watcher::Run() {
  while (true) {
    const absl::Status ended = Follow();
    std::unique_lock<std::mutex> lock(mutex_);
    if (stopping_) return;
    breaks_.push_back(ended);
    changed_.notify_all();
    changed_.wait_for(lock, std::chrono::milliseconds(20), [this] { return stopping_; });
    if (stopping_) return;
  }
}

absl::Status Watcher::Follow() {
  grpc::ClientContext context;
  SignAs(context, token_);
  v1::WatchRequest request;
  request.set_parent(parent_);
  request.set_bookmark_seconds(1);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return absl::OkStatus();
    request.set_resume_token(resume_token_);
    stream_ = &context;
  }
  v1::BroadcastService::Stub stub(group_.Channel(process_));
  const auto reader = stub.Watch(&context, request);
  v1::WatchResponse response;
  while (reader->Read(&response)) Take(response);
  const grpc::Status status = reader->Finish();
  const std::lock_guard<std::mutex> lock(mutex_);
  stream_ = nullptr;
  return server::FromGrpc(status);
}

void Watcher::Take(const v1::WatchResponse& response) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (response.resync()) {
    ++resyncs_;
    known_.clear();
  }
  for (const v1::WatchItem& item : response.items()) {
    if (item.has_state()) TakeState(item.state());
    if (item.has_change()) TakeChange(item.change());
  }
  if (!response.resume_token().empty()) resume_token_ = response.resume_token();
  if (response.bookmark()) complete_ = true;
  changed_.notify_all();
}

void Watcher::TakeState(const v1::Docket& docket) {
  v1::Docket& known = *known_[docket.name()].mutable_docket();
  if (docket.version() < known.version()) {
    faults_.push_back(
        absl::StrCat(docket.name(), ": state ", docket.version(), " after ", known.version()));
  }
  known = docket;
  known.clear_etag();
}

void Watcher::TakeChange(const v1::Record& record) {
  ++changes_;
  v1::Paper& known = known_[record.paper()];
  const int64_t version = known.docket().version();
  if (record.version() != version + 1) {
    faults_.push_back(
        absl::StrCat(record.paper(), ": change ", record.version(), " after ", version));
  }
  core::Evolve(known, record);
}

template <typename Holds>
bool Watcher::Wait(absl::Duration limit, Holds holds) {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, absl::ToChronoMilliseconds(limit * kPatienceFactor), holds);
}

bool Watcher::WaitForSnapshot(absl::Duration limit) {
  return Wait(limit, [this] { return complete_; });
}

bool Watcher::WaitForVersion(const std::string& incident, int64_t version, absl::Duration limit) {
  return Wait(limit, [&] {
    const auto known = known_.find(incident);
    return known != known_.end() && known->second.docket().version() >= version;
  });
}

v1::Docket Watcher::Known(const std::string& incident) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto known = known_.find(incident);
  return known == known_.end() ? v1::Docket() : known->second.docket();
}

size_t Watcher::Incidents() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return known_.size();
}

std::vector<std::string> Watcher::Faults() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return faults_;
}

std::vector<absl::Status> Watcher::Breaks() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return breaks_;
}

int Watcher::Resyncs() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return resyncs_;
}

int64_t Watcher::Changes() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return changes_;
}

}  // namespace clarion::support
