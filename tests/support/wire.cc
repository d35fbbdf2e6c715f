#include "tests/support/wire.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace clarion::support {
namespace {

constexpr char kOwnNetwork[] = "/proc/thread-self/ns/net";
constexpr absl::Duration kIpPatience = absl::Seconds(20);

int OpenNetwork() {
  const int fd = open(kOwnNetwork, O_RDONLY | O_CLOEXEC);
  CLARION_CHECK(fd >= 0);
  return fd;
}

// A new namespace; it lives as long as somebody holds it.
int NewNetwork() {
  int fd = -1;
  std::thread([&fd] {
    CLARION_CHECK(unshare(CLONE_NEWNET) == 0);  // root only
    fd = OpenNetwork();
  }).join();
  return fd;
}

void InNetwork(int fd, const std::function<void()>& act) {
  const int own = OpenNetwork();
  CLARION_CHECK(setns(fd, CLONE_NEWNET) == 0);
  act();
  CLARION_CHECK(setns(own, CLONE_NEWNET) == 0);
  close(own);
}

// `ip` reads its commands from a file.
void RunIp(const std::string& lines) {
  const TempDir folder;
  WriteFile(folder.path() + "/lines", lines);
  const auto done = RunToEnd({"/usr/sbin/ip", "-batch", folder.path() + "/lines"}, kIpPatience);
  CLARION_CHECK(done.ok());
}

}  // namespace

Wire::Wire(int machines) : switch_(NewNetwork()) {
  std::string lines =
      "link add near type bridge\nlink add far type bridge\n"
      "link set near up\nlink set far up\n";
  for (int i = 0; i < machines; ++i) {
    machines_.push_back(NewNetwork());
    absl::StrAppend(&lines, "link add m", i, " type veth peer name eth0 netns /proc/", getpid(),
                    "/fd/", machines_.back(), "\nlink set m", i, " master near\nlink set m", i,
                    " up\n");
  }
  Ip(lines);
  for (int i = 0; i < machines; ++i) {
    Inside(i, [i] {
      RunIp(absl::StrCat("link set lo up\nlink set eth0 up\naddr add ", AddressOf(i),
                         "/24 dev eth0\n"));
    });
  }
}

Wire::~Wire() {
  for (const int machine : machines_) close(machine);
  close(switch_);
}

std::string Wire::AddressOf(int machine) { return absl::StrCat("10.77.0.", machine + 1); }

void Wire::Ip(const std::string& lines) const {
  InNetwork(switch_, [&lines] { RunIp(lines); });
}

void Wire::Inside(int machine, const std::function<void()>& act) const {
  InNetwork(machines_.at(static_cast<size_t>(machine)), act);
}

void Wire::Cut(const std::vector<int>& machines) {
  std::string lines;
  for (const int machine : machines)
    absl::StrAppend(&lines, "link set m", machine, " master far\n");
  Ip(lines);
}

void Wire::Join() {
  std::string lines;
  for (size_t i = 0; i < machines_.size(); ++i) {
    absl::StrAppend(&lines, "link set m", i, " master near\n");
  }
  Ip(lines);
}

}  // namespace clarion::support
