// A steady clock that runs ahead, by LD_PRELOAD: two seconds after the program began its
// CLOCK_MONOTONIC steps forward by 180 ms, less than what the store lets pass as `now`. Waits on
// that clock end where the program believes they should.
//
// So a timer fires early by its own steady clock, and nothing but the not-before check of the
// commit stands between it and a decision that comes too early.
#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace {

constexpr int64_t kNanos = 1'000'000'000;
constexpr int64_t kAhead = 180'000'000;
constexpr int64_t kBegins = 2 * kNanos;

int64_t NanosOf(const timespec& time) { return time.tv_sec * kNanos + time.tv_nsec; }

void Set(timespec* time, int64_t nanos) {
  time->tv_sec = nanos / kNanos;
  time->tv_nsec = nanos % kNanos;
}

// By how much the clock is ahead at that instant of the true one.
int64_t AheadAt(int64_t nanos) {
  static std::atomic<int64_t> began{0};
  int64_t none = 0;
  began.compare_exchange_strong(none, nanos);
  return nanos - began.load() > kBegins ? kAhead : 0;
}

int64_t TrueNow() {
  timespec now = {};
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  return NanosOf(now);
}

}  // namespace

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's begins with `__`
extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const int result = static_cast<int>(syscall(SYS_clock_gettime, clock, time));
  if (result == 0 && clock == CLOCK_MONOTONIC) {
    const int64_t nanos = NanosOf(*time);
    Set(time, nanos + AheadAt(nanos));
  }
  return result;
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's begins with `__`
extern "C" int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                      clockid_t clock, const timespec* until) {
  using Wait = int (*)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*);
  static const Wait wait = reinterpret_cast<Wait>(dlsym(RTLD_NEXT, "pthread_cond_clockwait"));
  if (clock != CLOCK_MONOTONIC) return wait(condition, mutex, clock, until);
  timespec truly = {};
  Set(&truly, NanosOf(*until) - AheadAt(TrueNow()));
  return wait(condition, mutex, clock, &truly);
}
