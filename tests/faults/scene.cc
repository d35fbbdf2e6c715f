#include "tests/faults/scene.h"

#include <sys/mount.h>

#include <filesystem>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/store/keys.h"
#include "services/store/paper_store.h"
#include "tests/faults/journal.h"
#include "tests/support/process.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kStart = absl::Seconds(20);
constexpr absl::Duration kAdmin = absl::Seconds(20);
// Which desks speak to Redis through the relay; the others directly, unless Redis is far away.
constexpr const char* kThroughRelay[] = {"incident", "timeline-2", "broadcast"};
constexpr int kRedisPort = 6379;  // in a namespace of its own

}  // namespace

absl::StatusOr<std::unique_ptr<Scene>> Scene::Open(const Office& office, const Options& options) {
  std::unique_ptr<Scene> scene(new Scene(office, options));
  if (absl::Status begun = scene->Begin(); !begun.ok()) return begun;
  return scene;
}

absl::Status Scene::MountDisk() {
  const std::string data = options_.folder + "/data";
  std::filesystem::create_directories(data);
  if (options_.disk_mib <= 0) return absl::OkStatus();
  const std::string size = absl::StrCat("size=", options_.disk_mib, "m");
  if (mount("clarion", data.c_str(), "tmpfs", 0, size.c_str()) != 0) {
    return absl::InternalError("cannot mount a small disk");
  }
  mounted_ = true;
  return absl::OkStatus();
}

absl::Status Scene::Begin() {
  const std::string& folder = options_.folder;
  for (const char* part : {"clients", "reads", "watchers", "lists", "dump"}) {
    std::filesystem::create_directories(absl::StrCat(folder, "/", part));
  }
  if (absl::Status mounted = MountDisk(); !mounted.ok()) return mounted;
  office_.CopyTo(folder + "/data");
  RedisProgram::Options redis = {
      .folder = folder,
      .data = folder + "/data",
      .appendfsync = options_.durability == "RELAXED" ? "everysec" : "always"};
  Relay::Target target = {.socket = folder + "/redis.sock"};
  if (options_.network) {
    auto network = Network::Make();
    if (!network.ok()) return network.status();
    network_ = *std::move(network);
    redis.prefix = network_->Inside();
    redis.tcp_port = kRedisPort;
    target = {.host = network_->address(), .port = kRedisPort};
  }
  redis_ = std::make_unique<RedisProgram>(redis);
  std::map<std::string, std::string> sockets;
  std::vector<std::string> relayed;
  for (const std::string& desk : AllDesks()) {
    bool far = options_.network;
    for (const char* name : kThroughRelay) far = far || desk == name;
    sockets[desk] = far ? absl::StrCat(folder, "/", desk, ".relay") : redis_->socket();
    if (far) relayed.push_back(sockets[desk]);
  }
  relay_ = std::make_unique<Relay>(target, relayed);
  desks_ = std::make_unique<Desks>(Desks::Options{
      .folder = folder, .durability = options_.durability, .sockets = std::move(sockets)});
  run_.seed = options_.seed;
  run_.durability = options_.durability;
  supervisor_.Add(redis_->Program());
  if (!supervisor_.AwaitAll(kStart)) return absl::InternalError("redis does not start");
  for (const std::string& desk : AllDesks()) supervisor_.Add(desks_->Program(desk));
  if (!supervisor_.AwaitAll(kStart)) return absl::InternalError("the desks do not start");
  run_.begun_t = MonotonicMicros();
  run_.begun_ms = absl::ToUnixMillis(absl::Now());
  SampleClock();
  audience_ = std::make_unique<Audience>(*desks_, office_, folder);
  traffic_ = std::make_unique<Traffic>(*desks_, office_, folder, options_.seed);
  traffic_->Start();
  if (!traffic_->WaitForMore(10, kStart)) return absl::InternalError("nothing is acknowledged");
  return absl::OkStatus();
}

Scene::~Scene() {
  if (traffic_ != nullptr) traffic_->Stop();
  audience_.reset();
  traffic_.reset();
  supervisor_.Stop();
  if (mounted_) umount2((options_.folder + "/data").c_str(), MNT_DETACH);
}

void Scene::Expect(bool holds, const std::string& what) {
  if (holds) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  violations_.push_back(what);
}

void Scene::Tell(const std::string& what) {
  const std::lock_guard<std::mutex> lock(mutex_);
  told_.push_back(what);
}

std::vector<std::string> Scene::violations() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return violations_;
}

std::vector<std::string> Scene::told() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return told_;
}

size_t Scene::BeginFault(const FaultFacts& fault) {
  const std::lock_guard<std::mutex> lock(mutex_);
  run_.faults.push_back(fault);
  run_.faults.back().t0 = MonotonicMicros();
  return run_.faults.size() - 1;
}

void Scene::EndFault(size_t number) {
  const std::lock_guard<std::mutex> lock(mutex_);
  run_.faults[number].t1 = MonotonicMicros();
}

void Scene::AllowResyncs() {
  const std::lock_guard<std::mutex> lock(mutex_);
  run_.watch_resyncs_allowed = true;
}

void Scene::SampleClock() {
  const int64_t before = MonotonicMicros();
  const std::vector<std::string> time = absl::StrSplit(redis_->Run({"TIME"}), '\n');
  const int64_t after = MonotonicMicros();
  if (time.size() != 2) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  run_.clock_samples.push_back({.t = (before + after) / 2,
                                .ms = std::stoll(time[0]) * 1000 + std::stoll(time[1]) / 1000,
                                .off_us = (after - before) / 2 + 1000});
}

absl::StatusOr<std::string> Scene::Admin(std::vector<std::string> words) {
  words.insert(words.begin(), support::ProgramFolder() + "/clarion-admin");
  words.push_back("--socket");
  words.push_back(redis_->socket());
  return support::RunToEnd(words, kAdmin);
}

int64_t Scene::LastSequence(const std::string& region) {
  const std::string key = store::ShardKey(store::ShardOf(region), "log");
  const std::string last = redis_->Run({"XREVRANGE", key, "+", "-", "COUNT", "1"});
  // `0-<sequence>`, then the fields.
  const size_t dash = last.find('-');
  return dash == 1 ? std::stoll(last.substr(2)) : 0;
}

}  // namespace clarion::faults
