#include "services/store/redis_connection.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/store/command_text.h"
#include "services/store/redis_errors.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

constexpr absl::Duration kTick = absl::Milliseconds(50);
constexpr size_t kReadBytes = 64 * 1024;

absl::Status Broken(const char* doing, int error) {
  return Unavailable(absl::StrCat(doing, ": ", std::strerror(error)));
}

absl::StatusOr<std::string> PasswordOf(const Endpoint& endpoint) {
  std::ifstream file(endpoint.password_file, std::ios::binary);
  if (!file) {
    return NotReady(absl::StrCat("The password file of Redis, ", endpoint.password_file,
                                 ", cannot be read. Check store.password_file and its owner."),
                    absl::StrCat("无法读取 Redis 密码文件 ", endpoint.password_file,
                                 "，请检查 store.password_file 及其属主。"));
  }
  std::string password{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  while (!password.empty() && (password.back() == '\n' || password.back() == '\r')) {
    password.pop_back();
  }
  return password;
}

}  // namespace

struct RedisConnection::Target {
  sockaddr_storage bytes = {};
  socklen_t size = 0;
};

absl::StatusOr<RedisConnection::Target> RedisConnection::TargetOf(const Endpoint& endpoint) {
  Target target;
  const std::string& host = endpoint.address.host;
  const auto port = htons(static_cast<uint16_t>(endpoint.address.port));
  auto* in4 = reinterpret_cast<sockaddr_in*>(&target.bytes);
  auto* in6 = reinterpret_cast<sockaddr_in6*>(&target.bytes);
  if (endpoint.socket.empty() && inet_pton(AF_INET, host.c_str(), &in4->sin_addr) == 1) {
    in4->sin_family = AF_INET;
    in4->sin_port = port;
    target.size = sizeof(*in4);
    return target;
  }
  if (endpoint.socket.empty() && inet_pton(AF_INET6, host.c_str(), &in6->sin6_addr) == 1) {
    in6->sin6_family = AF_INET6;
    in6->sin6_port = port;
    target.size = sizeof(*in6);
    return target;
  }
  auto* local = reinterpret_cast<sockaddr_un*>(&target.bytes);
  if (endpoint.socket.empty() || endpoint.socket.size() >= sizeof(local->sun_path)) {
    return NotReady(absl::StrCat("The path of Redis' socket must have 1 to ",
                                 sizeof(local->sun_path) - 1, " bytes. Check store.socket."),
                    "Redis 套接字路径为空或过长，请检查 store.socket。");
  }
  local->sun_family = AF_UNIX;
  std::memcpy(local->sun_path, endpoint.socket.data(), endpoint.socket.size());
  target.size = sizeof(*local);
  return target;
}

// By hand: hiredis formats every length with sprintf, which cost more than a whole decision.
std::string Encode(const Argv& argv) {
  constexpr size_t kFraming = 16;  // of an argument: `$`, its length, two line ends
  size_t size = 0;
  for (const std::string& argument : argv) size += argument.size() + kFraming;
  CommandText command(size);
  for (const std::string& argument : argv) command.Add(argument);
  return std::move(command).Take();
}

RedisConnection::RedisConnection(int fd, absl::Duration timeout, Tick tick)
    : fd_(fd), timeout_(timeout), tick_(std::move(tick)), reader_(redisReaderCreate()) {
  CLARION_CHECK(reader_ != nullptr);
  // Keep the parser's buffer between answers instead of freeing it each time.
  reader_->maxbuf = 1024 * 1024;
}

RedisConnection::~RedisConnection() {
  redisReaderFree(reader_);
  close(fd_);
}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisConnection::Open(const Endpoint& endpoint,
                                                                       absl::Duration timeout,
                                                                       Tick tick) {
  const absl::StatusOr<Target> target = TargetOf(endpoint);
  if (!target.ok()) return target.status();
  const int family = target->bytes.ss_family;
  const int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return Broken("socket", errno);
  std::unique_ptr<RedisConnection> connection(new RedisConnection(fd, timeout, std::move(tick)));
  const int on = 1;
  if (family != AF_UNIX) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  absl::Status reached = connection->Reach(*target);
  if (!reached.ok()) return reached;
  absl::Status signed_in = connection->SignIn(endpoint);
  if (!signed_in.ok()) return signed_in;
  return connection;
}

// A unix socket connects at once or fails; TCP takes as long as the network does.
absl::Status RedisConnection::Reach(const Target& target) {
  const auto* address = reinterpret_cast<const sockaddr*>(&target.bytes);
  if (connect(fd_, address, target.size) == 0) return absl::OkStatus();
  if (errno != EINPROGRESS) return Broken("connecting to Redis", errno);
  bool ready = false;
  absl::Status waited = WaitFor(POLLOUT, SteadyNow() + timeout_, &ready);
  if (!waited.ok()) return waited;
  if (!ready) return Unavailable("connecting to Redis: no answer");
  int error = 0;
  socklen_t size = sizeof(error);
  getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
  return error == 0 ? absl::OkStatus() : Broken("connecting to Redis", error);
}

absl::Status RedisConnection::SignIn(const Endpoint& endpoint) {
  if (endpoint.password_file.empty()) return absl::OkStatus();
  absl::StatusOr<std::string> password = PasswordOf(endpoint);
  if (!password.ok()) return password.status();
  Argv auth = {"AUTH"};
  if (!endpoint.user.empty()) auth.push_back(endpoint.user);
  auth.push_back(*std::move(password));
  return Call(auth).status();
}

absl::Status RedisConnection::Write(const std::string& bytes, size_t* written) {
  *written = 0;
  while (*written < bytes.size()) {
    const ssize_t n = send(fd_, bytes.data() + *written, bytes.size() - *written, MSG_NOSIGNAL);
    if (n >= 0) {
      *written += static_cast<size_t>(n);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR) {
      return Broken("writing to Redis", errno);
    }
  }
  return absl::OkStatus();
}

absl::Status RedisConnection::Read(size_t* received) {
  *received = 0;
  std::array<char, kReadBytes> buffer;
  while (true) {
    const ssize_t n = recv(fd_, buffer.data(), buffer.size(), 0);
    if (n > 0) {
      *received += static_cast<size_t>(n);
      if (redisReaderFeed(reader_, buffer.data(), static_cast<size_t>(n)) != REDIS_OK) {
        return Unavailable(absl::StrCat("reading from Redis: ", reader_->errstr));
      }
      if (static_cast<size_t>(n) < buffer.size()) return absl::OkStatus();
    } else if (n == 0) {
      return Unavailable("Redis closed the connection");
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return absl::OkStatus();
    } else if (errno != EINTR) {
      return Broken("reading from Redis", errno);
    }
  }
}

absl::StatusOr<Reply> RedisConnection::Next() {
  void* reply = nullptr;
  if (redisReaderGetReply(reader_, &reply) != REDIS_OK) {
    return Unavailable(absl::StrCat("Redis broke its protocol: ", reader_->errstr));
  }
  return Reply(static_cast<redisReply*>(reply));
}

absl::Status RedisConnection::WaitFor(int16_t events, absl::Duration until, bool* ready) {
  *ready = false;
  while (true) {
    pollfd waiting = {.fd = fd_, .events = events, .revents = 0};
    const absl::Duration left = std::min(kTick, until - SteadyNow());
    const int ms = std::max<int>(
        0, static_cast<int>(absl::ToInt64Milliseconds(left + absl::Microseconds(999))));
    const int n = poll(&waiting, 1, ms);
    if (n > 0) {
      *ready = true;
      return absl::OkStatus();
    }
    if (n < 0 && errno != EINTR) return Broken("waiting for Redis", errno);
    if (tick_ != nullptr && !tick_()) return Unavailable("stopping");
    if (SteadyNow() >= until) return absl::OkStatus();
  }
}

absl::Status RedisConnection::Send(const std::string& bytes) {
  const absl::Duration until = SteadyNow() + timeout_;
  std::string rest = bytes;
  while (!rest.empty()) {
    size_t written = 0;
    absl::Status sent = Write(rest, &written);
    if (!sent.ok()) return sent;
    rest.erase(0, written);
    if (rest.empty()) break;
    bool ready = false;
    absl::Status waited = WaitFor(POLLOUT, until, &ready);
    if (!waited.ok()) return waited;
    if (!ready) return Unavailable("Redis does not read");
  }
  return absl::OkStatus();
}

absl::StatusOr<Reply> RedisConnection::Receive(absl::Duration timeout) {
  const absl::Duration until = SteadyNow() + timeout;
  while (true) {
    absl::StatusOr<Reply> reply = Next();
    if (!reply.ok() || *reply != nullptr) return reply;
    bool ready = false;
    absl::Status waited = WaitFor(POLLIN, until, &ready);
    if (!waited.ok()) return waited;
    if (!ready) return Reply();
    size_t received = 0;
    absl::Status read = Read(&received);
    if (!read.ok()) return read;
  }
}

absl::StatusOr<std::vector<Reply>> RedisConnection::Pipeline(const std::vector<Argv>& commands) {
  std::string bytes;
  for (const Argv& argv : commands) bytes += Encode(argv);
  absl::Status sent = Send(bytes);
  if (!sent.ok()) return sent;
  std::vector<Reply> replies;
  absl::Status first_error;
  for (size_t i = 0; i < commands.size(); ++i) {
    absl::StatusOr<Reply> reply = Receive(timeout_);
    if (!reply.ok()) return reply.status();
    if (*reply == nullptr) {
      // A late answer would be taken for the next one's: nothing may be read here any more.
      shutdown(fd_, SHUT_RDWR);
      return OutcomeUnknown("Redis was silent for too long");
    }
    if (IsError(**reply) && first_error.ok()) first_error = ErrorStatus(Text(**reply));
    replies.push_back(*std::move(reply));
  }
  if (!first_error.ok()) return first_error;
  return replies;
}

absl::StatusOr<Reply> RedisConnection::Call(const Argv& argv) {
  absl::StatusOr<std::vector<Reply>> replies = Pipeline({argv});
  if (!replies.ok()) return replies.status();
  return std::move(replies->front());
}

}  // namespace clarion::store
