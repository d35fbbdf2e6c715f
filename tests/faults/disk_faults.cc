// Faults of disk and memory: full, slow, at the limit; and of what a process writes to. Rows 10,
// 11, 22, 40.
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "tests/faults/fault.h"
#include "tests/support/caller.h"
#include "tests/support/certificates.h"
#include "tests/support/process.h"
#include "tests/support/process_group.h"
#include "tests/support/wait_until.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kFreedAgain = absl::Seconds(15);

void AwaitActs(Scene& scene, const std::string& after) {
  const absl::Time mended = absl::Now();
  scene.Expect(scene.traffic().WaitForMore(10, kFreedAgain),
               absl::StrCat("nothing is acknowledged 15 s after ", after));
  scene.Tell(
      absl::StrCat("work ", absl::ToInt64Milliseconds(absl::Now() - mended), " ms after ", after));
}

// Writes until nothing more fits.
void FillDisk(const std::string& path) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string block(64 * 1024, 'x');
  for (size_t size = block.size(); size > 0;) {
    if (write(fd, block.data(), size) <= 0) size /= 2;
  }
  close(fd);
}

// No desk ends because of it: what they cannot write they refuse.
void ExpectDesksStay(Scene& scene, const std::string& during) {
  for (const std::string& desk : AllDesks()) {
    scene.Expect(scene.supervisor().PidOf(desk) > 0, absl::StrCat(desk, " ended ", during));
  }
}

void FullDisk(Scene& scene, Random& random) {
  const std::string filler = scene.redis().data() + "/filler";
  FillDisk(filler);
  Let(scene.options().long_faults
          ? absl::Seconds(5)
          : Between(random, absl::Milliseconds(500), absl::Milliseconds(2500)));
  if (scene.alone()) ExpectDesksStay(scene, "while the disk of Redis was full");
  std::filesystem::remove(filler);
  AwaitActs(scene, "the disk had room again");
}

void SlowDisk(Scene& scene, Random& random) {
  const std::string flag = scene.options().folder + "/slow";
  scene.redis().SetPrefix({"/usr/bin/env",
                           absl::StrCat("LD_PRELOAD=", support::ProgramFolder(), "/slow_disk.so"),
                           absl::StrCat("SLOW_DISK_FILE=", flag)});
  scene.supervisor().HoldGently(kRedis);
  scene.supervisor().Release(kRedis);
  scene.Expect(scene.supervisor().AwaitServing(kRedis, kFreedAgain), "Redis does not start");
  support::WriteFile(flag, absl::StrCat(50 + random() % 250, "\n"));
  Let(scene.options().long_faults ? absl::Seconds(8) : absl::Seconds(2));
  scene.Expect(scene.traffic().WaitForMore(5, kFreedAgain), "no act is taken on a slow disk");
  std::filesystem::remove(flag);
  scene.redis().SetPrefix({});
  AwaitActs(scene, "the disk was fast again");
}

// Reads go on; what would grow is refused.
void FullMemory(Scene& scene, Random& random) {
  scene.redis().Run({"CONFIG", "SET", "maxmemory", "1"});
  Let(absl::Milliseconds(200));
  const int64_t before = scene.traffic().counts().acknowledged;
  Let(scene.options().long_faults
          ? absl::Seconds(4)
          : Between(random, absl::Milliseconds(300), absl::Milliseconds(1500)));
  if (scene.alone()) {
    scene.Expect(scene.traffic().counts().acknowledged - before <= 8,
                 "acts are acknowledged while Redis is at its memory limit");
    ExpectDesksStay(scene, "while Redis was at its memory limit");
    Random any(0);
    const auto docket = scene.traffic().book().Pick(scene.traffic().people(0).region, any);
    v1::GetIncidentRequest request;
    request.set_name(docket->name());
    const auto read =
        support::Call(scene.desks().Channel("incident"), scene.traffic().people(0).inspector,
                      &v1::IncidentService::Stub::GetIncident, request);
    scene.Expect(read.ok(),
                 absl::StrCat("no reads at the memory limit: ", read.status().ToString()));
  }
  scene.redis().Run({"CONFIG", "SET", "maxmemory", "0"});
  AwaitActs(scene, "the memory limit was raised");
}

void RestartUnder(Scene& scene, const std::string& desk, const std::vector<std::string>& prefix) {
  scene.desks().SetPrefix(desk, prefix);
  scene.supervisor().HoldGently(desk);
  scene.supervisor().Release(desk);
  scene.Expect(scene.supervisor().AwaitServing(desk, kFreedAgain),
               absl::StrCat(desk, " does not serve under ", prefix.empty() ? "" : prefix.back()));
}

// More connections than it may have open: it takes no more, and stays.
void NoMoreFiles(Scene& scene, Random& /*random*/) {
  RestartUnder(scene, "incident", {"/usr/bin/prlimit", "--nofile=48:48"});
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < 80; ++i) {
    channels.push_back(
        support::NewChannel(scene.desks().Address("incident"), support::TestCertificates().ca));
    channels.back()->GetState(true);
  }
  Let(absl::Seconds(2));
  if (scene.alone()) {
    scene.Expect(scene.supervisor().PidOf("incident") > 0, "incident ended without free files");
  }
  channels.clear();
  AwaitActs(scene, "files were free again");
  RestartUnder(scene, "incident", {});
}

// Its output is closed, or goes to a disk that is full: that is no reason to end.
void NoOutput(Scene& scene, Random& random) {
  const std::string& desk = AllDesks()[random() % AllDesks().size()];
  for (const char* output : {"exec \"$@\" >&- 2>&-", "exec \"$@\" >/dev/full 2>&1"}) {
    RestartUnder(scene, desk, {"/bin/sh", "-c", output, "sh"});
    Let(absl::Milliseconds(500));
    scene.Expect(scene.traffic().WaitForMore(10, kFreedAgain),
                 absl::StrCat("no act is taken while ", desk, " cannot log"));
    if (!scene.alone()) continue;
    scene.Expect(scene.supervisor().PidOf(desk) > 0, absl::StrCat(desk, " ended without a log"));
  }
  RestartUnder(scene, desk, {});
}

void HangUp(Scene& scene, Random& /*random*/) {
  std::vector<pid_t> before;
  for (const std::string& desk : AllDesks()) before.push_back(scene.supervisor().PidOf(desk));
  for (const std::string& desk : AllDesks()) {
    scene.supervisor().Signal(desk, SIGHUP);
    scene.supervisor().Signal(desk, SIGPIPE);
  }
  Let(absl::Milliseconds(500));
  // Ends by a signal that nobody sent on purpose are found at the end of every run.
  for (size_t i = 0; scene.alone() && i < AllDesks().size(); ++i) {
    scene.Expect(before[i] == 0 || scene.supervisor().PidOf(AllDesks()[i]) == before[i],
                 absl::StrCat(AllDesks()[i], " ended by SIGHUP or SIGPIPE"));
  }
}

}  // namespace

void AddDiskFaults(std::vector<Fault>& all) {
  all.push_back({.row = 10,
                 .name = "disk-full-always",
                 .what = "Redis ends at its full disk: refused or unknown, no desk ends",
                 .ground = Fault::Ground::kSmallDisk,
                 .durability = "DISK",
                 .inject = FullDisk});
  all.push_back({.row = 10,
                 .name = "disk-full-everysec",
                 .what = "Redis refuses writes at its full disk: refused, no desk ends",
                 .ground = Fault::Ground::kSmallDisk,
                 .durability = "RELAXED",
                 .inject = FullDisk});
  all.push_back({.row = 11,
                 .name = "disk-slow",
                 .what = "each fsync takes 50 to 300 ms: slower, and every deadline is decided",
                 .inject = SlowDisk});
  all.push_back({.row = 22,
                 .name = "memory-full",
                 .what = "Redis at its memory limit: writes are refused, reads go on",
                 .inject = FullMemory});
  all.push_back({.row = 40,
                 .name = "no-more-files",
                 .what = "a desk without free file descriptors stays, and recovers",
                 .inject = NoMoreFiles});
  all.push_back({.row = 40,
                 .name = "no-output",
                 .what = "a desk whose output is closed, or goes to a full disk, works on",
                 .inject = NoOutput});
  all.push_back(
      {.row = 40, .name = "hang-up", .what = "SIGHUP and SIGPIPE end no desk", .inject = HangUp});
}

}  // namespace clarion::faults
