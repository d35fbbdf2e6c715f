#include "tests/support/redis_trio.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "tests/support/wait_until.h"

namespace clarion::support {
namespace {

constexpr char kRedisPort[] = "6379";
constexpr char kSentinelPort[] = "26379";
constexpr absl::Duration kTrioPatience = absl::Seconds(30);

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Redis' program looks at the name it is called by.
std::string RedisProgram() {
  return access("/usr/bin/redis-server", X_OK) == 0 ? "/usr/bin/redis-server"
                                                    : "/usr/bin/redis-check-rdb";
}

}  // namespace

RedisTrio::RedisTrio(Options options) : options_(options), wire_(kNodes + options.clients) {
  StartRedis();
  CLARION_CHECK(WaitUntil(kTrioPatience, [this] {
    const std::string info = redis(0).Run({"INFO", "replication"});
    return Has(info, "slave0:") && Has(info, "slave1:") && !Has(info, "state=wait_bgsave") &&
           !Has(info, "state=send_bulk");
  }));
  StartSentinels();
  CLARION_CHECK(WaitUntilWhole());
}

void RedisTrio::StartRedis() {
  for (int node = 0; node < kNodes; ++node) {
    RedisServer::Options redis = {
        .settings = {{"port", kRedisPort},
                     {"bind", Wire::AddressOf(node)},
                     {"protected-mode", "no"},
                     {"min-replicas-to-write", absl::StrCat(options_.min_replicas)},
                     {"min-replicas-max-lag", "2"},
                     {"repl-ping-replica-period", "1"},
                     {"repl-timeout", "10"},
                     {"shutdown-timeout", "0"}}};
    if (node > 0) {
      redis.settings.emplace_back("replicaof", absl::StrCat(Wire::AddressOf(0), " ", kRedisPort));
    }
    wire_.Inside(node, [&] { nodes_.push_back(std::make_unique<RedisServer>(std::move(redis))); });
  }
}

void RedisTrio::StartSentinels() {
  for (int node = 0; node < kNodes; ++node) {
    const std::string file = absl::StrCat(folder_.path(), "/sentinel-", node, ".conf");
    WriteFile(file, absl::StrCat("port ", kSentinelPort, "\nbind ", Wire::AddressOf(node),
                                 "\nprotected-mode no\ndir ", folder_.path(), "\nsentinel monitor ",
                                 kMaster, " ", Wire::AddressOf(0), " ", kRedisPort,
                                 " 2\nsentinel down-after-milliseconds ", kMaster, " ",
                                 options_.down_after_ms, "\nsentinel failover-timeout ", kMaster,
                                 " ", options_.failover_timeout_ms, "\nsentinel parallel-syncs ",
                                 kMaster, " 2\n"));
    wire_.Inside(node, [&] {
      auto started = Process::Start({.command = {RedisProgram(), file, "--sentinel"},
                                     .log_path = absl::StrCat(file, ".log"),
                                     .name = "redis-server"});
      CLARION_CHECK(started.ok());
      sentinels_.push_back(*std::move(started));
    });
  }
}

void RedisTrio::Restart(int node) {
  redis(node).Kill();
  wire_.Inside(node, [&] { redis(node).Start(); });
}

void RedisTrio::Freeze(int node) {
  sentinels_.at(static_cast<size_t>(node))->Signal(SIGSTOP);
  redis(node).Pause();
}

void RedisTrio::Thaw(int node) {
  redis(node).Resume();
  sentinels_.at(static_cast<size_t>(node))->Signal(SIGCONT);
}

std::vector<std::string> RedisTrio::sentinels() const {
  std::vector<std::string> addresses;
  addresses.reserve(kNodes);
  for (int node = 0; node < kNodes; ++node) {
    addresses.push_back(absl::StrCat(Wire::AddressOf(node), ":", kSentinelPort));
  }
  return addresses;
}

std::string RedisTrio::AskSentinel(int node, const std::vector<std::string>& argv) const {
  std::string answer;
  wire_.Inside(node, [&] {
    std::vector<std::string> command = {"/usr/bin/redis-cli", "-h", Wire::AddressOf(node), "-p",
                                        kSentinelPort};
    command.insert(command.end(), argv.begin(), argv.end());
    const auto ran = RunToEnd(command, absl::Seconds(5));
    if (ran.ok()) answer = *ran;
  });
  return answer;
}

std::optional<int> RedisTrio::WaitForMaster(const std::vector<int>& among) {
  std::optional<int> master;
  WaitUntil(kTrioPatience, [&] {
    for (const int node : among) {
      const std::string info = redis(node).Run({"INFO", "replication"});
      if (Has(info, "role:master") && Has(info, "state=online")) master = node;
    }
    return master.has_value();
  });
  return master;
}

bool RedisTrio::Whole() {
  int masters = 0;
  std::string address;
  for (int node = 0; node < kNodes; ++node) {
    const std::string info = redis(node).Run({"INFO", "replication"});
    if (Has(info, "role:slave")) {
      if (!Has(info, "master_link_status:up")) return false;
      continue;
    }
    if (!Has(info, "role:master") || !Has(info, "connected_slaves:2")) return false;
    address = Wire::AddressOf(node);
    ++masters;
  }
  if (masters != 1) return false;
  for (int node = 0; node < kNodes; ++node) {
    const std::string facts = AskSentinel(node, {"SENTINEL", "MASTER", kMaster});
    for (const std::string& expected :
         {absl::StrCat("ip\n", address, "\n"), std::string("flags\nmaster\n"),
          std::string("num-slaves\n2\n"), std::string("num-other-sentinels\n2\n")}) {
      if (!Has(facts, expected)) return false;
    }
  }
  return true;
}

bool RedisTrio::WaitUntilWhole() {
  return WaitUntil(kTrioPatience, [this] { return Whole(); });
}

}  // namespace clarion::support
