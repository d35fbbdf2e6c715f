#include "tests/faults/supervisor.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/time/clock.h"
#include "services/core/check.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(5);
constexpr absl::Duration kGently = absl::Seconds(10);
// A program that ends as soon as it began is not started in a circle.
constexpr absl::Duration kStartPause = absl::Milliseconds(200);

}  // namespace

Supervisor::Supervisor() : thread_([this] { Run(); }) {}

Supervisor::~Supervisor() { Stop(); }

void Supervisor::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Supervisor::Add(Program program) {
  auto member = std::make_unique<Member>();
  member->program = std::move(program);
  const std::lock_guard<std::mutex> lock(mutex_);
  members_.push_back(std::move(member));
}

Supervisor::Member& Supervisor::Find(const std::string& name) {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [&](const auto& member) { return member->program.name == name; });
  CLARION_CHECK(found != members_.end());
  return **found;
}

void Supervisor::Run() {
  while (true) {
    std::vector<Member*> members;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) break;
      for (const auto& member : members_) members.push_back(member.get());
    }
    for (Member* member : members) Tend(*member);
    std::unique_lock<std::mutex> lock(mutex_);
    stopped_.wait_for(lock, absl::ToChronoMilliseconds(kLook), [this] { return stopping_; });
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& member : members_) member->process.reset();
}

// One look at one program: notes its end, starts it, notes that it serves.
void Supervisor::Tend(Member& member) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const absl::Time now = absl::Now();
    if (member.process != nullptr && !member.process->Running()) {
      if (!member.expected) {
        const int code = member.process->WaitForExit(absl::ZeroDuration()).value_or(0);
        ends_.push_back({member.program.name, code});
      }
      if (member.serving) member.died = now;
      member.serving = false;
      member.expected = false;
      member.process.reset();
    }
    if (member.held) return;
    if (member.process == nullptr) {
      if (now < member.start_at) return;
      auto started = support::Process::Start(member.program.launch());
      if (!started.ok()) std::fprintf(stderr, "%s\n", started.status().ToString().c_str());
      CLARION_CHECK(started.ok());
      member.process = *std::move(started);
      member.expected = false;
      member.start_at = now + kStartPause;
    }
    if (member.serving) return;
  }
  if (!member.program.serves()) return;  // may take its time: not under the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  if (member.process == nullptr || !member.process->Running()) return;
  member.serving = true;
  if (member.died != absl::InfinitePast()) {
    recoveries_.push_back({member.program.name, absl::Now() - member.died});
  }
}

bool Supervisor::AwaitAll(absl::Duration limit) {
  return support::WaitUntil(limit, [this] {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::all_of(members_.begin(), members_.end(), [](const auto& member) {
      return member->held || (member->serving && member->process != nullptr);
    });
  });
}

bool Supervisor::AwaitServing(const std::string& name, absl::Duration limit) {
  return support::WaitUntil(limit, [&] { return Serves(name); });
}

bool Supervisor::Serves(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Member& member = Find(name);
  return member.serving && member.process != nullptr && member.process->Running();
}

void Supervisor::Kill(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Member& member = Find(name);
  if (member.process == nullptr) return;
  member.expected = true;
  // Its recovery counts from here, also when it had not served since its last start.
  member.died = absl::Now();
  member.serving = false;
  member.start_at = absl::InfinitePast();
  member.process->Kill();
}

void Supervisor::Hold(const std::string& name) {
  Kill(name);
  const std::lock_guard<std::mutex> lock(mutex_);
  Find(name).held = true;
}

void Supervisor::HoldGently(const std::string& name) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    Member& member = Find(name);
    member.held = true;
    member.expected = true;
    member.serving = false;
    if (member.process == nullptr) return;
    member.process->Signal(SIGTERM);
  }
  support::WaitUntil(kGently, [&] { return PidOf(name) == 0; });
  Hold(name);
}

void Supervisor::Release(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Member& member = Find(name);
  member.held = false;
  member.died = absl::Now();
  member.start_at = absl::InfinitePast();
}

void Supervisor::Signal(const std::string& name, int number) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Member& member = Find(name);
  if (member.process != nullptr) member.process->Signal(number);
}

pid_t Supervisor::PidOf(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Member& member = Find(name);
  return member.process != nullptr && member.process->Running() ? member.process->pid() : 0;
}

std::vector<Supervisor::Recovery> Supervisor::Recoveries() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return recoveries_;
}

std::vector<Supervisor::End> Supervisor::Ends() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ends_;
}

}  // namespace clarion::faults
