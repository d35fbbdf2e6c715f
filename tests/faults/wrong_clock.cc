// A wrong wall clock for Redis, by LD_PRELOAD: the file named by WRONG_CLOCK_FILE holds eight
// bytes, the seconds by which CLOCK_REALTIME is off, and may be written while the program runs.
//
// libfaketime does this for the desks, but not for a program that runs on jemalloc, which asks for
// the time before the library is ready. Here is nothing but system calls.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

namespace {

using Offset = std::atomic<int64_t>;

const Offset* MapOffset() {
  static const Offset none{0};
  const char* path = std::getenv("WRONG_CLOCK_FILE");
  const int fd = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return &none;
  const void* mapped = mmap(nullptr, sizeof(Offset), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  return mapped == MAP_FAILED ? &none : static_cast<const Offset*>(mapped);
}

int64_t OffsetSeconds() {
  static std::atomic<const Offset*> offset{nullptr};
  if (offset.load() == nullptr) offset = MapOffset();
  return offset.load()->load();
}

}  // namespace

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's begins with `__`
extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const int result = static_cast<int>(syscall(SYS_clock_gettime, clock, time));
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    time->tv_sec += OffsetSeconds();
  }
  return result;
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's begins with `__`
extern "C" int gettimeofday(timeval* time, void* /*zone*/) noexcept {
  timespec now = {};
  const int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's begins with `__`
extern "C" time_t time(time_t* into) noexcept {
  timespec now = {};
  clock_gettime(CLOCK_REALTIME, &now);
  if (into != nullptr) *into = now.tv_sec;
  return now.tv_sec;
}
