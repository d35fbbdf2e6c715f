// Metrics of a process, scraped by Prometheus at `listen.metrics_address`.
//
//   clarion_requests_total{method,code,reason}   requests answered
//   clarion_request_seconds{method}              from arrival to answer, histogram
//   clarion_commits_total{outcome}               done, again, changed, taken, clock, other, failed
//   clarion_timer_lateness_seconds               from the due instant to its decision, histogram
//   clarion_watchers                             open watches
//   clarion_log_sequence{shard}                  last entry of the shard's log handled here
//   clarion_entries_parked_total{desk}           log entries a desk could not handle
//   clarion_healthy                              1 while the process serves, else 0
//
// Thread-safe; cheap enough for every call.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clarion/methods.h"
#include "services/store/paper_store.h"

namespace clarion::server {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Begins to answer scrapes; returns the bound port. Empty `address`: does nothing, returns 0.
  absl::StatusOr<int> Expose(const std::string& address);

  void RequestAnswered(Method method, const absl::Status& status, absl::Duration took);
  void CommitAnswered(const absl::StatusOr<store::Committed>& committed);
  void TimerDecided(absl::Duration lateness);
  void WatcherOpened();
  void WatcherClosed();
  void SequenceHandled(int shard, int64_t sequence);
  void EntryParked(const char* desk);
  void SetHealthy(bool healthy);

  // Everything in the text format, as a scrape would give it.
  std::string Text() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::server
