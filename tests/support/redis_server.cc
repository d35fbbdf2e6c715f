#include "tests/support/redis_server.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "tests/support/wait_until.h"

namespace clarion::support {
namespace {

// Debian's redis-tools carries the server under another name: the program looks at the name it is
// called by.
constexpr char kServer[] = "/usr/bin/redis-server";
constexpr char kSameServer[] = "/usr/bin/redis-check-rdb";
constexpr absl::Duration kPatience = absl::Seconds(20);

struct ContextFree {
  void operator()(redisContext* context) const { redisFree(context); }
};
using Context = std::unique_ptr<redisContext, ContextFree>;

std::string Flat(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_ERROR:
      return std::string(1, '-').append(reply.str, reply.len);
    case REDIS_REPLY_INTEGER:
      return std::to_string(reply.integer);
    case REDIS_REPLY_NIL:
      return "(nil)";
    case REDIS_REPLY_ARRAY: {
      std::string all;
      for (size_t i = 0; i < reply.elements; ++i) {
        if (i > 0) all += '\n';
        all += Flat(*reply.element[i]);
      }
      return all;
    }
    default:
      return std::string(reply.str, reply.len);
  }
}

[[noreturn]] void Exec(const std::string& config) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that dies leaves no server behind
  const int null = open("/dev/null", O_RDWR);
  dup2(null, 0);
  dup2(null, 1);
  dup2(null, 2);
  const char* const program = access(kServer, X_OK) == 0 ? kServer : kSameServer;
  execl(program, "redis-server", config.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

}  // namespace

RedisServer::RedisServer(Options options) : options_(std::move(options)) {
  std::string name = (std::filesystem::temp_directory_path() / "clarion-redis-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  std::filesystem::create_directories(data_folder());
  socket_ = folder_ + "/redis.sock";
  if (options_.start) Start();
}

RedisServer::~RedisServer() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void RedisServer::Start(bool wait) {
  const std::string config = folder_ + "/redis.conf";
  {
    std::ofstream file(config);
    file << "port 0\nunixsocket " << socket_ << "\ndir " << data_folder() << "\nsave \"\"\n"
         << "appendonly " << options_.appendonly << "\nappendfsync " << options_.appendfsync << '\n'
         << "maxmemory-policy noeviction\nauto-aof-rewrite-percentage 0\n"
         << "logfile " << folder_ << "/redis.log\nenable-debug-command yes\n"
         << "repl-diskless-sync-delay 0\n";
    for (const auto& [key, value] : options_.settings) file << key << ' ' << value << '\n';
  }
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork");
  if (pid_ == 0) Exec(config);
  const auto answers = [this] { return Run({"PING"}).find("PONG") != std::string::npos; };
  if (wait && !WaitUntil(kPatience, answers)) throw std::runtime_error("redis does not answer");
}

void RedisServer::Stop() {
  if (pid_ <= 0) return;
  Run({"SHUTDOWN"});
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void RedisServer::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void RedisServer::Pause() { kill(pid_, SIGSTOP); }
void RedisServer::Resume() { kill(pid_, SIGCONT); }

std::string RedisServer::data_folder() const {
  return options_.data.empty() ? folder_ : folder_ + "/" + options_.data;
}

std::string RedisServer::AppendFile() const {
  for (const auto& file : std::filesystem::directory_iterator(data_folder() + "/appendonlydir")) {
    if (file.path().string().find(".incr.aof") != std::string::npos) return file.path().string();
  }
  return "";
}

std::string RedisServer::Run(const std::vector<std::string>& argv) const {
  const Context context(redisConnectUnix(socket_.c_str()));
  if (context == nullptr || context->err != 0) return "";
  std::vector<const char*> pointers;
  std::vector<size_t> sizes;
  for (const std::string& argument : argv) {
    pointers.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  auto* reply = static_cast<redisReply*>(redisCommandArgv(
      context.get(), static_cast<int>(argv.size()), pointers.data(), sizes.data()));
  if (reply == nullptr) return "";
  std::string flat = Flat(*reply);
  freeReplyObject(reply);
  return flat;
}

}  // namespace clarion::support
