#include "services/server/metrics.h"

#include <array>
#include <exception>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"
#include "services/core/refusal.h"

namespace clarion::server {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

// Seconds. A call is answered in microseconds when it is refused, in milliseconds when it is
// committed.
const Histogram::BucketBoundaries& Seconds() {
  static const auto& bounds = *new Histogram::BucketBoundaries{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};
  return bounds;
}

const char* OutcomeName(store::Committed::Outcome outcome) {
  switch (outcome) {
    case store::Committed::Outcome::kDone:
      return "done";
    case store::Committed::Outcome::kAgain:
      return "again";
    case store::Committed::Outcome::kChanged:
      return "changed";
    case store::Committed::Outcome::kTaken:
      return "taken";
    case store::Committed::Outcome::kClock:
      return "clock";
    case store::Committed::Outcome::kOther:
      return "other";
  }
  return "failed";
}

}  // namespace

struct Metrics::Parts {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  Family<Counter>& requests = prometheus::BuildCounter()
                                  .Name("clarion_requests_total")
                                  .Help("Requests answered")
                                  .Register(*registry);
  Family<Histogram>& seconds = prometheus::BuildHistogram()
                                   .Name("clarion_request_seconds")
                                   .Help("Seconds from arrival to answer")
                                   .Register(*registry);
  Family<Counter>& commits = prometheus::BuildCounter()
                                 .Name("clarion_commits_total")
                                 .Help("Commits by outcome")
                                 .Register(*registry);
  Counter& committed = commits.Add({{"outcome", "done"}});
  Histogram& lateness = prometheus::BuildHistogram()
                            .Name("clarion_timer_lateness_seconds")
                            .Help("Seconds from the due instant to its decision")
                            .Register(*registry)
                            .Add({}, Seconds());
  Gauge& watchers = prometheus::BuildGauge()
                        .Name("clarion_watchers")
                        .Help("Open watches")
                        .Register(*registry)
                        .Add({});
  Family<Gauge>& sequences = prometheus::BuildGauge()
                                 .Name("clarion_log_sequence")
                                 .Help("Last sequence of the shard's log handled")
                                 .Register(*registry);
  Family<Counter>& parked = prometheus::BuildCounter()
                                .Name("clarion_entries_parked_total")
                                .Help("Log entries a desk could not handle")
                                .Register(*registry);
  Gauge& healthy = prometheus::BuildGauge()
                       .Name("clarion_healthy")
                       .Help("1 while the process serves, else 0")
                       .Register(*registry)
                       .Add({});
  // What most calls touch, found without a look-up by labels.
  std::vector<Counter*> answered_ok;
  std::vector<Histogram*> took;
  std::vector<Gauge*> sequence_of;
  std::unique_ptr<prometheus::Exposer> exposer;  // last: it reads all of the above
};

Metrics::Metrics() : parts_(std::make_unique<Parts>()) {
  for (const char* method : kMethodNames) {
    parts_->answered_ok.push_back(
        &parts_->requests.Add({{"method", method}, {"code", "OK"}, {"reason", ""}}));
    parts_->took.push_back(&parts_->seconds.Add({{"method", method}}, Seconds()));
  }
  for (int shard = 0; shard < store::kShards; ++shard) {
    parts_->sequence_of.push_back(&parts_->sequences.Add({{"shard", absl::StrCat(shard)}}));
  }
}

Metrics::~Metrics() = default;

absl::StatusOr<int> Metrics::Expose(const std::string& address) {
  if (address.empty()) return 0;
  try {  // the one place that calls the exposer
    parts_->exposer = std::make_unique<prometheus::Exposer>(address, 1);
    parts_->exposer->RegisterCollectable(parts_->registry);
    const std::vector<int> ports = parts_->exposer->GetListeningPorts();
    return ports.empty() ? 0 : ports.front();
  } catch (const std::exception& e) {
    return absl::FailedPreconditionError(
        absl::StrCat("listen.metrics_address: cannot listen on ", address, ": ", e.what()));
  }
}

void Metrics::RequestAnswered(Method method, const absl::Status& status, absl::Duration took) {
  const size_t index = static_cast<size_t>(method);
  parts_->took[index]->Observe(absl::ToDoubleSeconds(took));
  if (status.ok()) {
    parts_->answered_ok[index]->Increment();
    return;
  }
  const v1::ErrorReason reason = core::ReasonOf(status);
  parts_->requests
      .Add({{"method", MethodName(method)},
            {"code", absl::StatusCodeToString(status.code())},
            {"reason", reason == v1::ERROR_REASON_UNSPECIFIED ? "" : core::ReasonName(reason)}})
      .Increment();
}

void Metrics::CommitAnswered(const absl::StatusOr<store::Committed>& committed) {
  if (committed.ok() && committed->outcome == store::Committed::Outcome::kDone) {
    parts_->committed.Increment();
    return;
  }
  const char* outcome = committed.ok() ? OutcomeName(committed->outcome) : "failed";
  parts_->commits.Add({{"outcome", outcome}}).Increment();
}

void Metrics::TimerDecided(absl::Duration lateness) {
  parts_->lateness.Observe(absl::ToDoubleSeconds(lateness));
}

void Metrics::WatcherOpened() { parts_->watchers.Increment(); }

void Metrics::WatcherClosed() { parts_->watchers.Decrement(); }

void Metrics::SequenceHandled(int shard, int64_t sequence) {
  parts_->sequence_of[static_cast<size_t>(shard)]->Set(static_cast<double>(sequence));
}

void Metrics::EntryParked(const char* desk) { parts_->parked.Add({{"desk", desk}}).Increment(); }

void Metrics::SetHealthy(bool healthy) { parts_->healthy.Set(healthy ? 1 : 0); }

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(parts_->registry->Collect());
}

}  // namespace clarion::server
