#include "tests/faults/audience.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "services/core/proto_time.h"
#include "services/proof/chain.h"
#include "services/server/status_grpc.h"
#include "tests/faults/history.h"
#include "tests/support/caller.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

constexpr std::chrono::milliseconds kReopenPause{20};

WatchItem ItemOf(const v1::WatchItem& item) {
  if (item.has_state()) {
    return {.state = true,
            .incident = item.state().name(),
            .version = item.state().version(),
            .hash = item.state().etag()};
  }
  const v1::Record& record = item.change();
  WatchItem change = {.incident = record.paper(),
                      .version = record.version(),
                      .hash = proof::Hex(proof::Sha256(record.SerializeAsString()))};
  for (const v1::Event& event : record.events()) {
    if (!event.has_obligation_breached()) continue;
    change.breaches.push_back(
        absl::ToUnixMillis(core::FromProto(event.obligation_breached().due_at())));
  }
  return change;
}

}  // namespace

Spectator::Spectator(Desks& desks, std::string token, std::string parent, const std::string& path,
                     bool reading)
    : desks_(desks),
      token_(std::move(token)),
      parent_(std::move(parent)),
      journal_(path),
      narrow_(!reading),
      reading_(reading),
      thread_([this] { Run(); }) {}

Spectator::~Spectator() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    if (stream_ != nullptr) stream_->TryCancel();
  }
  changed_.notify_all();
  thread_.join();
}

void Spectator::Run() {
  while (true) {
    const absl::Status ended = Follow();
    std::unique_lock<std::mutex> lock(mutex_);
    ends_.push_back(ended);
    journal_.Write(
        WatchLine({.t = MonotonicMicros(),
                   .kind = WatchEvent::Kind::kEnd,
                   .reason = stopping_ ? end_reason_ : absl::StatusCodeToString(ended.code())}));
    changed_.wait_for(lock, kReopenPause, [this] { return stopping_; });
    if (stopping_) return;
  }
}

std::shared_ptr<grpc::Channel> Spectator::Channel() {
  if (!narrow_) return desks_.Channel("broadcast");
  return support::NewNarrowChannel(desks_.Address("broadcast"));
}

absl::Status Spectator::Follow() {
  grpc::ClientContext context;
  support::SignAs(context, token_);
  v1::WatchRequest request;
  request.set_parent(parent_);
  request.set_bookmark_seconds(1);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return absl::OkStatus();
    request.set_resume_token(forced_token_.value_or(resume_token_));
    forced_token_.reset();
    stream_ = &context;
  }
  journal_.Write(WatchLine({.t = MonotonicMicros(),
                            .kind = WatchEvent::Kind::kOpen,
                            .parent = parent_,
                            .token = absl::Base64Escape(request.resume_token())}));
  v1::BroadcastService::Stub stub(Channel());
  const auto reader = stub.Watch(&context, request);
  v1::WatchResponse response;
  // Without the first message there would be no stream: nothing connects before it is read.
  bool first = narrow_;
  while (true) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [&] { return reading_ || stopping_ || first; });
    }
    if (!reader->Read(&response)) break;
    Take(response);
    first = false;
  }
  const grpc::Status status = reader->Finish();
  const std::lock_guard<std::mutex> lock(mutex_);
  stream_ = nullptr;
  return server::FromGrpc(status);
}

void Spectator::Take(const v1::WatchResponse& response) {
  WatchEvent event = {.t = MonotonicMicros(),
                      .token = absl::Base64Escape(response.resume_token()),
                      .bookmark = response.bookmark(),
                      .resync = response.resync(),
                      .sequence = response.sequence()};
  if (response.resync()) {
    ++resyncs_;
    sequence_ = 0;
  }
  for (const v1::WatchItem& item : response.items()) event.items.push_back(ItemOf(item));
  deliveries_ += response.items_size();
  journal_.Write(WatchLine(event));
  if (response.resume_token().empty()) return;
  sequence_ = response.sequence();
  const std::lock_guard<std::mutex> lock(mutex_);
  resume_token_ = response.resume_token();
}

void Spectator::SetReading(bool on) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    reading_ = on;
  }
  changed_.notify_all();
}

void Spectator::Reconnect() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stream_ != nullptr) stream_->TryCancel();
}

std::string Spectator::resume_token() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return resume_token_;
}

void Spectator::SetEndReason(const std::string& reason) {
  const std::lock_guard<std::mutex> lock(mutex_);
  end_reason_ = reason;
}

void Spectator::ReconnectFrom(const std::string& token) {
  const std::lock_guard<std::mutex> lock(mutex_);
  forced_token_ = token;
  if (stream_ != nullptr) stream_->TryCancel();
}

std::vector<absl::Status> Spectator::ends() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ends_;
}

Audience::Audience(Desks& desks, const Office& office, const std::string& folder) {
  for (int i = 0; i < 5; ++i) {
    const People& people = office.regions()[i < 4 ? 0 : 1];
    all_.push_back(std::make_unique<Spectator>(desks, people.inspector, people.region,
                                               absl::StrCat(folder, "/watchers/", i, ".ndjson")));
  }
}

void Audience::ReconnectAll() {
  for (const auto& one : all_) one->Reconnect();
}

bool Audience::WaitCaughtUp(const std::map<std::string, int64_t>& ends, absl::Duration limit) {
  const bool caught_up = support::WaitUntil(limit, [&] {
    return std::all_of(all_.begin(), all_.end(),
                       [&](const auto& one) { return one->sequence() >= ends.at(one->parent()); });
  });
  if (!caught_up) return false;
  for (const auto& one : all_) one->SetEndReason(kSettled);
  return true;
}

int64_t Audience::deliveries() const {
  return std::accumulate(all_.begin(), all_.end(), int64_t{0},
                         [](int64_t sum, const auto& one) { return sum + one->deliveries(); });
}

void Audience::Stop() {
  heard_ = deliveries();
  all_.clear();
}

int64_t Audience::resyncs() const {
  return std::accumulate(all_.begin(), all_.end(), int64_t{0},
                         [](int64_t sum, const auto& one) { return sum + one->resyncs(); });
}

}  // namespace clarion::faults
