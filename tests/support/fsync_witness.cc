// Loaded into a Redis (LD_PRELOAD) to write down how much of its append-only file is on disk: what
// a power cut would leave. Each time a sync of a file ends, the size the file had when it began is
// written to the file that CLARION_FSYNC_WITNESS names.
//
// Called on any of Redis' threads; the last word wins, and sizes only grow while one file is
// written.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace {

void Witness(long size) {
  static std::mutex mutex;
  static long most = 0;
  const char* path = getenv("CLARION_FSYNC_WITNESS");
  if (path == nullptr) return;
  const std::lock_guard<std::mutex> lock(mutex);
  if (size <= most) return;
  most = size;
  char text[24];
  const int length = snprintf(text, sizeof(text), "%20ld\n", size);
  const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  if (pwrite(fd, text, static_cast<size_t>(length), 0) != length) abort();
  close(fd);
}

}  // namespace

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's begins with `__`
extern "C" int fdatasync(int fd) {
  using Sync = int (*)(int);
  static const Sync real = reinterpret_cast<Sync>(dlsym(RTLD_NEXT, "fdatasync"));
  struct stat before = {};
  const bool file = fstat(fd, &before) == 0 && S_ISREG(before.st_mode);
  const int result = real(fd);
  if (result == 0 && file) Witness(before.st_size);
  return result;
}
