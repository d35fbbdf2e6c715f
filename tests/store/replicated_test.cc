// Durability `replicated`, on two real nodes: nothing is acknowledged, and nothing is followed,
// that a second node does not have.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/store/durability.h"
#include "services/store/keys.h"
#include "tests/store/store_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait_until.h"

namespace clarion::store {
namespace {

using Outcome = Committed::Outcome;
using ::clarion::support::WaitUntil;
using ::clarion::testing::IsOk;
using ::clarion::testing::RefusedAs;

// Redis replicates over TCP only. Free at this moment; nobody else asks for it.
int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  CLARION_CHECK(bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0);
  CLARION_CHECK(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  close(fd);
  return ntohs(address.sin_port);
}

support::RedisServer::Options Master(int port) {
  return {.settings = {
              {"port", absl::StrCat(port)}, {"bind", "127.0.0.1"}, {"min-replicas-to-write", "1"}}};
}

class ReplicatedTest : public StoreTest {
 protected:
  ReplicatedTest() : ReplicatedTest(FreePort()) {}

  void SetUp() override {
    ASSERT_TRUE(WaitUntil(kPatience, [&] {
      return redis_.Run({"INFO", "replication"}).find("state=online") != std::string::npos;
    }));
    Initialise();
    Store::Options options = OptionsOf("test");
    options.config.set_durability(v1::DURABILITY_REPLICATED);
    auto store = Store::Open(std::move(options));
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }

  support::RedisServer replica_;

 private:
  explicit ReplicatedTest(int port)
      : StoreTest(Master(port)),
        replica_({.settings = {{"replicaof", absl::StrCat("127.0.0.1 ", port)}}}) {}
};

TEST_F(ReplicatedTest, WhatIsAcknowledgedIsOnTheSecondNode) {
  for (int i = 1; i <= 20; ++i) {
    ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
    // At once, without waiting for it.
    EXPECT_EQ(replica_.Run({"LLEN", HistoryKey(RosterName())}), absl::StrCat(i));
  }
}

TEST_F(ReplicatedTest, WhatTheSecondNodeDoesNotConfirmIsUnknownAndNotFollowed) {
  std::mutex mutex;
  std::vector<int64_t> seen;
  auto follower = store_->NewFollower({.desk = "broadcast",
                                       .process = "b1",
                                       .on_entries =
                                           [&](absl::Span<const Entry> entries) {
                                             const std::lock_guard<std::mutex> lock(mutex);
                                             for (const Entry& entry : entries) {
                                               seen.push_back(entry.sequence);
                                             }
                                           },
                                       .on_resync = nullptr});
  ASSERT_THAT(follower->Start(*follower->Ends()), IsOk());
  const auto followed = [&] {
    const std::lock_guard<std::mutex> lock(mutex);
    return seen;
  };
  ASSERT_EQ(OutcomeOf(CommitNext()), Outcome::kDone);
  ASSERT_TRUE(WaitUntil(kPatience, [&] { return followed() == std::vector<int64_t>{1}; }));

  replica_.Pause();
  EXPECT_THAT(CommitNext(), RefusedAs(v1::ERROR_REASON_OUTCOME_UNKNOWN));
  // It is in the first node's log, and no watcher has seen it.
  EXPECT_EQ(redis_.Run({"XLEN", ShardKey(ShardOf(kCounty), "log")}), "2");
  EXPECT_EQ(followed(), std::vector<int64_t>{1});

  replica_.Resume();
  EXPECT_TRUE(WaitUntil(kPatience, [&] { return followed() == (std::vector<int64_t>{1, 2}); }));
}

TEST_F(ReplicatedTest, ALostSecondNodeRefusesWithoutChange) {
  replica_.Kill();
  ASSERT_TRUE(WaitUntil(kPatience, [&] {
    return redis_.Run({"INFO", "replication"}).find("connected_slaves:0") != std::string::npos;
  }));
  EXPECT_THAT(CommitNext(), RefusedAs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(redis_.Run({"EXISTS", PaperKey(RosterName())}), "0");
}

// What deploy/replicated gives an operator to start from, but for what belongs to a machine.
TEST(ReplicatedExample, KeepsWhatReplicatedPromises) {
  std::ifstream file(CLARION_SOURCE_DIR "/deploy/replicated/redis.conf");
  ASSERT_TRUE(file);
  support::RedisServer::Options options = {.appendonly = "no", .appendfsync = "no"};
  for (std::string line; std::getline(file, line);) {
    const size_t space = line.find(' ');
    const std::string key = line.substr(0, space);
    if (line.empty() || line[0] == '#' || key == "bind" || key == "port" || key == "dir") continue;
    options.settings.emplace_back(key, line.substr(space + 1));
  }
  const support::RedisServer redis(std::move(options));
  auto connection = RedisConnection::Open({.socket = redis.socket()}, kPatience);
  ASSERT_THAT(connection, IsOk());
  EXPECT_THAT(CheckDurability(**connection, v1::DURABILITY_REPLICATED), IsOk());
}

}  // namespace
}  // namespace clarion::store
