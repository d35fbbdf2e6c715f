// Registrations goes on registering incidents from several threads while something is broken, and
// keeps what was acknowledged. Each registration is repeated with its own request id until it is
// answered, as a good client does.
//
//     Registrations registrations(office, 4);
//     registrations.WaitFor(100);          // amid them: kill something, start it again
//     registrations.WaitFor(200);
//     registrations.Stop();
//     VerifyAll(office, registrations.Acknowledged());
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/incident_service.pb.h"
#include "tests/system/office.h"

namespace clarion::system {

struct Acknowledged {
  v1::RegisterIncidentRequest request;
  v1::Docket docket;  // the first answer
};

class Registrations {
 public:
  Registrations(Office& office, int threads);
  ~Registrations() { Stop(); }

  // Whether so many are acknowledged within `limit`.
  bool WaitFor(size_t count, absl::Duration limit);
  void Stop();

  std::vector<Acknowledged> All();
  std::vector<std::string> Refusals();

 private:
  void Work();

  Office& office_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<Acknowledged> acknowledged_;
  std::vector<std::string> refusals_;
  std::vector<std::thread> threads_;
};

// Of everything acknowledged: the incident is there, it has its clocks, the same request returns
// the first answer, and nothing was registered twice.
void ExpectNothingLostOrTwice(Office& office, const std::vector<Acknowledged>& all);

}  // namespace clarion::system
