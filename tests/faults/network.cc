#include "tests/faults/network.h"

#include <unistd.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "tests/support/process.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kCommandLimit = absl::Seconds(10);
constexpr char kIp[] = "/usr/sbin/ip";
constexpr char kNft[] = "/usr/sbin/nft";
constexpr char kInner[] = "desk0";

absl::Status Do(const std::string& program, const std::string& words) {
  std::vector<std::string> command = {program};
  for (const auto& word : absl::StrSplit(words, ' ')) command.emplace_back(word);
  return support::RunToEnd(command, kCommandLimit).status();
}

// Runs all in order; the first failure ends it.
absl::Status DoAll(const std::string& program, const std::vector<std::string>& all) {
  for (const std::string& words : all) {
    if (absl::Status done = Do(program, words); !done.ok()) return done;
  }
  return absl::OkStatus();
}

// A pair of addresses that no other network of this machine's runs has: 10.213.x.y/30.
int NextNumber() {
  static std::atomic<int> next{0};
  return (static_cast<int>(getpid()) * 8 + next++) % 16384;
}

}  // namespace

std::string NoNetwork() {
  if (geteuid() != 0) return "needs root";
  for (const char* program : {kIp, kNft}) {
    if (access(program, X_OK) != 0) return absl::StrCat("needs ", program);
  }
  static const bool possible = [] {
    const std::string name = absl::StrCat("clarion-try-", getpid());
    const bool made = Do(kIp, absl::StrCat("netns add ", name)).ok();
    if (made) Do(kIp, absl::StrCat("netns del ", name)).IgnoreError();
    return made;
  }();
  return possible ? "" : "no network namespaces here";
}

absl::StatusOr<std::unique_ptr<Network>> Network::Make() {
  const int number = NextNumber();
  const std::string name = absl::StrCat("clarion-", getpid(), "-", number);
  const std::string outer = absl::StrCat("clr", number);
  const std::string base = absl::StrCat("10.213.", number / 64, ".");
  const int first = number % 64 * 4;
  const std::string ours = absl::StrCat(base, first + 1);
  const std::string theirs = absl::StrCat(base, first + 2);
  if (absl::Status made = Do(kIp, absl::StrCat("netns add ", name)); !made.ok()) return made;
  std::unique_ptr<Network> network(new Network(name, outer, theirs));
  const absl::Status joined = DoAll(
      kIp,
      {absl::StrCat("link add ", outer, " type veth peer name ", kInner, " netns ", name),
       absl::StrCat("addr add ", ours, "/30 dev ", outer), absl::StrCat("link set ", outer, " up"),
       absl::StrCat("-n ", name, " addr add ", theirs, "/30 dev ", kInner),
       absl::StrCat("-n ", name, " link set ", kInner, " up"),
       absl::StrCat("-n ", name, " link set lo up")});
  if (!joined.ok()) return joined;
  return network;
}

Network::~Network() {
  Do(kIp, absl::StrCat("link del ", outer_)).IgnoreError();
  Do(kIp, absl::StrCat("netns del ", name_)).IgnoreError();
}

absl::Status Network::Cut() { return Do(kIp, absl::StrCat("link set ", outer_, " down")); }
absl::Status Network::Join() { return Do(kIp, absl::StrCat("link set ", outer_, " up")); }

absl::Status Network::DropRequests() {
  return DoAll(kIp, {absl::StrCat("netns exec ", name_, " nft add table inet faults"),
                     absl::StrCat("netns exec ", name_,
                                  " nft add chain inet faults in { type filter hook input priority "
                                  "0 ; policy drop ; }")});
}

absl::Status Network::DropAnswers() {
  return DoAll(kIp, {absl::StrCat("netns exec ", name_, " nft add table inet faults"),
                     absl::StrCat("netns exec ", name_,
                                  " nft add chain inet faults out { type filter hook output "
                                  "priority 0 ; policy drop ; }")});
}

absl::Status Network::DropNothing() {
  return Do(kIp, absl::StrCat("netns exec ", name_, " nft delete table inet faults"));
}

absl::Status Network::DropSome(int percent) {
  return DoAll(kIp, {absl::StrCat("netns exec ", name_, " nft add table inet faults"),
                     absl::StrCat("netns exec ", name_,
                                  " nft add chain inet faults in { type filter hook input "
                                  "priority 0 ; }"),
                     absl::StrCat("netns exec ", name_,
                                  " nft add rule inet faults in numgen random mod 100 < ", percent,
                                  " drop")});
}

}  // namespace clarion::faults
