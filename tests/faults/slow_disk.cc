// A slow disk for one program, by LD_PRELOAD: while the file named by SLOW_DISK_FILE exists, each
// fdatasync and fsync takes as many milliseconds longer as it says.
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

void BeSlow() {
  const char* path = std::getenv("SLOW_DISK_FILE");
  if (path == nullptr) return;
  std::FILE* file = std::fopen(path, "r");
  if (file == nullptr) return;
  int milliseconds = 0;
  if (std::fscanf(file, "%d", &milliseconds) == 1) poll(nullptr, 0, milliseconds);
  std::fclose(file);
}

}  // namespace

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's begins with `__`
extern "C" int fdatasync(int fd) {
  BeSlow();
  return static_cast<int>(syscall(SYS_fdatasync, fd));
}

extern "C" int fsync(int fd) {
  BeSlow();
  return static_cast<int>(syscall(SYS_fsync, fd));
}
