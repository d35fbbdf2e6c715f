#include "tests/faults/redis_program.h"

#include <unistd.h>

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/store/redis_connection.h"

namespace clarion::faults {
namespace {

// Debian's redis-tools carries the server under another name: the program looks at the name it is
// called by.
constexpr char kServer[] = "/usr/bin/redis-server";
constexpr char kSameServer[] = "/usr/bin/redis-check-rdb";
constexpr absl::Duration kAnswers = absl::Seconds(1);
constexpr absl::Duration kMends = absl::Seconds(10);

std::string Flat(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_ERROR:
      return absl::StrCat("-", store::Text(reply));
    case REDIS_REPLY_INTEGER:
      return absl::StrCat(reply.integer);
    case REDIS_REPLY_ARRAY: {
      std::string all;
      for (size_t i = 0; i < reply.elements; ++i) {
        absl::StrAppend(&all, i > 0 ? "\n" : "", Flat(*reply.element[i]));
      }
      return all;
    }
    default:
      return store::Text(reply);
  }
}

// `redis-server` by name, as the program insists.
std::string ServerByName(const std::string& folder) {
  if (access(kServer, X_OK) == 0) return kServer;
  std::string link = absl::StrCat(folder, "/redis-server");
  std::error_code ignored;
  std::filesystem::create_symlink(kSameServer, link, ignored);
  return link;
}

}  // namespace

// A file that ends amid a commit is cut back to the last whole one, as deploy/local does before it
// starts Redis. Left to itself, Redis goes on behind the half of a transaction, and takes it up at
// the next start but one.
void RedisProgram::MendFile() const {
  const std::string manifest = options_.data + "/appendonlydir/appendonly.aof.manifest";
  if (!std::filesystem::exists(manifest)) return;
  support::RunToEnd({"/bin/sh", "-c", "echo y | redis-check-aof --fix \"$0\"", manifest}, kMends)
      .IgnoreError();
}

support::Process::Options RedisProgram::Launch() {
  MendFile();
  const std::string config = absl::StrCat(options_.folder, "/redis.conf");
  support::WriteFile(
      config, absl::StrCat("port ", options_.tcp_port, "\nprotected-mode no\nunixsocket ", socket(),
                           "\ndir ", options_.data,
                           "\nsave \"\"\nappendonly yes\naof-load-truncated no\nappendfsync ",
                           options_.appendfsync,
                           "\nmaxmemory-policy noeviction\nauto-aof-rewrite-percentage 0\nlogfile ",
                           log_path(), "\nenable-debug-command yes\n"));
  std::vector<std::string> command = options_.prefix;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    command.insert(command.end(), prefix_.begin(), prefix_.end());
  }
  command.push_back(ServerByName(options_.folder));
  command.push_back(config);
  return {.command = std::move(command),
          .log_path = absl::StrCat(options_.folder, "/redis.out"),
          .name = ""};
}

Supervisor::Program RedisProgram::Program() {
  return {.name = kRedis,
          .launch = [this] { return Launch(); },
          .serves = [this] { return absl::StrContains(Run({"PING"}), "PONG"); }};
}

void RedisProgram::SetPrefix(std::vector<std::string> prefix) {
  const std::lock_guard<std::mutex> lock(mutex_);
  prefix_ = std::move(prefix);
}

std::string RedisProgram::AppendFile() const {
  for (const auto& file : std::filesystem::directory_iterator(options_.data + "/appendonlydir")) {
    if (absl::StrContains(file.path().string(), ".incr.aof")) return file.path().string();
  }
  return "";
}

store::Reply RedisProgram::Ask(const std::vector<std::string>& argv) const {
  store::Endpoint endpoint;
  endpoint.socket = socket();
  auto connection = store::RedisConnection::Open(endpoint, kAnswers);
  if (!connection.ok() || !(*connection)->Send(store::Encode(argv)).ok()) return nullptr;
  auto reply = (*connection)->Receive(kAnswers);
  return reply.ok() ? std::move(*reply) : nullptr;
}

std::string RedisProgram::Run(const std::vector<std::string>& argv) const {
  const store::Reply reply = Ask(argv);
  return reply != nullptr ? Flat(*reply) : "";
}

std::vector<std::string> RedisProgram::List(const std::vector<std::string>& argv) const {
  std::vector<std::string> strings;
  const store::Reply reply = Ask(argv);
  if (reply == nullptr || !store::IsArray(*reply)) return strings;
  for (size_t i = 0; i < reply->elements; ++i) strings.push_back(store::Text(*reply->element[i]));
  return strings;
}

}  // namespace clarion::faults
