#include "clients/cpp/watch.h"

#include <chrono>
#include <random>
#include <thread>
#include <utility>

#include "clients/cpp/failure.h"

namespace clarion::client {
namespace {

// Cancels a stream on which nothing came for too long: bookmarks come even when nothing happens, so
// silence means a server that hangs behind a connection that lives.
class Watchdog {
 public:
  Watchdog(grpc::ClientContext& context, absl::Duration silence)
      : context_(context),
        silence_(absl::ToChronoNanoseconds(silence)),
        thread_([this] { Run(); }) {}
  ~Watchdog() {
    {
      std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  void Heard() {
    std::lock_guard lock(mutex_);
    heard_ = true;
  }
  bool fired() const {
    std::lock_guard lock(mutex_);
    return fired_;
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (!done_) {
      heard_ = false;
      if (wake_.wait_for(lock, silence_, [this] { return done_; })) return;
      if (heard_) continue;
      fired_ = true;
      context_.TryCancel();
      return;
    }
  }

  grpc::ClientContext& context_;
  const std::chrono::nanoseconds silence_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool heard_ = false;
  bool done_ = false;
  bool fired_ = false;
  std::thread thread_;
};

}  // namespace

Watch::Watch(std::shared_ptr<const Channels> channels, WatchOptions options)
    : channels_(std::move(channels)),
      options_(std::move(options)),
      stub_(v1::BroadcastService::NewStub(channels_->To(Desk::kBroadcast))),
      token_(options_.resume_token) {}

absl::Status Watch::Run(const WatchHandler& handler) {
  std::mt19937_64 random{std::random_device{}()};
  absl::Time last_progress = absl::Now();
  for (int failures = 0;;) {
    bool progressed = false;
    absl::Status status = RunStream(handler, failures > 0, progressed);
    {
      std::lock_guard lock(mutex_);
      if (cancelled_) return absl::CancelledError("cancelled by the caller");
    }
    // A stream that ends without an error is a server that went away politely; one that ends as
    // cancelled, though we did not, is a server that went away less so.
    const bool gone = status.ok() || status.code() == absl::StatusCode::kCancelled;
    if (!gone && !IsRetryable(status.code())) return status;
    if (progressed) {
      failures = 0;
      last_progress = absl::Now();
    }
    if (absl::Now() - last_progress > options_.give_up_after) return status;
    handler.interrupted(status);
    ++failures;
    if (!Pause(PauseBefore(failures + 1, options_.pauses, status, random))) {
      return absl::CancelledError("cancelled by the caller");
    }
  }
}

absl::Status Watch::RunStream(const WatchHandler& handler, bool again, bool& progressed) {
  grpc::ClientContext context;
  channels_->PrepareStream(context);
  // The first time says at once that nobody is there; later ones wait for the server to come back.
  context.set_wait_for_ready(again);
  v1::WatchRequest request;
  request.set_parent(options_.parent);
  request.set_bookmark_seconds(options_.bookmark_seconds);
  {
    std::lock_guard lock(mutex_);
    if (cancelled_) return absl::CancelledError("cancelled by the caller");
    request.set_resume_token(token_);
    context_ = &context;
  }
  Watchdog watchdog(context, absl::Seconds(3 * options_.bookmark_seconds));
  const auto stream = stub_->Watch(&context, request);
  bool fresh = request.resume_token().empty();
  absl::Status broken;
  v1::WatchResponse message;
  while (broken.ok() && stream->Read(&message)) {
    watchdog.Heard();
    progressed = true;
    broken = Take(message, handler, fresh);
  }
  // Only what we end is cancelled: a stream the server ended still has its status to say.
  if (!broken.ok()) context.TryCancel();
  const grpc::Status end = stream->Finish();
  std::lock_guard lock(mutex_);
  context_ = nullptr;
  if (!broken.ok()) return broken;
  if (watchdog.fired()) return absl::UnavailableError("the server was silent");
  return ToStatus(end);
}

absl::Status Watch::Take(const v1::WatchResponse& message, const WatchHandler& handler,
                         bool& fresh) {
  if (fresh || message.resync()) {
    order_.BeginSnapshot();
    in_snapshot_ = true;
    handler.snapshot_begins(message.resync());
    fresh = false;
  }
  if (absl::Status status = order_.Check(message); !status.ok()) return status;
  for (const v1::WatchItem& item : message.items()) handler.item(item);
  if (message.bookmark()) {
    in_snapshot_ = false;
    handler.bookmark(message);
  }
  // A snapshot broken off half-way is begun again, not resumed in its middle.
  std::lock_guard lock(mutex_);
  token_ = in_snapshot_ ? std::string() : message.resume_token();
  return absl::OkStatus();
}

bool Watch::Pause(absl::Duration duration) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, absl::ToChronoNanoseconds(duration), [this] { return cancelled_; });
}

void Watch::Cancel() {
  std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (context_ != nullptr) context_->TryCancel();
  wake_.notify_all();
}

std::string Watch::resume_token() const {
  std::lock_guard lock(mutex_);
  return token_;
}

}  // namespace clarion::client
