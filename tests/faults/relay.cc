#include "tests/faults/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <utility>

#include "services/core/check.h"

namespace clarion::faults {
namespace {

constexpr int kTickMs = 5;
constexpr size_t kBufferMost = 4U << 20;

sockaddr_un UnixAddress(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  CLARION_CHECK(path.size() < sizeof(address.sun_path));
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

int ListenOn(const std::string& path) {
  unlink(path.c_str());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const sockaddr_un address = UnixAddress(path);
  CLARION_CHECK(fd >= 0);
  CLARION_CHECK(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  CLARION_CHECK(listen(fd, 128) == 0);
  return fd;
}

// Reads what is there. False when the other side is gone.
bool Drain(int fd, std::string* into) {
  char bytes[16384];
  while (into->size() < kBufferMost) {
    const ssize_t got = read(fd, bytes, sizeof(bytes));
    if (got > 0) {
      into->append(bytes, static_cast<size_t>(got));
    } else {
      return got < 0 && (errno == EAGAIN || errno == EINTR);
    }
  }
  return true;
}

bool Pour(int fd, std::string* from) {
  while (!from->empty()) {
    const ssize_t put = send(fd, from->data(), from->size(), MSG_NOSIGNAL);
    if (put <= 0) return put < 0 && (errno == EAGAIN || errno == EINTR);
    from->erase(0, static_cast<size_t>(put));
  }
  return true;
}

// Where the answer to a commit that was done begins: a bulk string `D<sequence>`.
size_t FindDone(const std::string& bytes) {
  for (size_t at = bytes.find("\r\nD"); at != std::string::npos; at = bytes.find("\r\nD", at + 1)) {
    const bool digit = at + 3 < bytes.size() && std::isdigit(bytes[at + 3]) != 0;
    const size_t begin = bytes.rfind('$', at);
    if (digit && begin != std::string::npos && at - begin <= 3) return begin;
  }
  return std::string::npos;
}

}  // namespace

Relay::Relay(Target target, const std::vector<std::string>& paths) : target_(std::move(target)) {
  for (const std::string& path : paths) listeners_.push_back(ListenOn(path));
  thread_ = std::thread([this] { Run(); });
}

Relay::~Relay() {
  stopping_ = true;
  thread_.join();
  for (const auto& pair : pairs_) {
    close(pair->desk);
    if (pair->redis >= 0) close(pair->redis);
  }
  for (const int listener : listeners_) close(listener);
}

int Relay::ConnectOn() const {
  int fd = -1;
  int connected = -1;
  if (!target_.socket.empty()) {
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const sockaddr_un address = UnixAddress(target_.socket);
    connected = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  } else {
    fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(target_.port));
    inet_pton(AF_INET, target_.host.c_str(), &address.sin_addr);
    connected = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  }
  if (connected == 0 || errno == EINPROGRESS) return fd;
  close(fd);
  return -1;
}

void Relay::Accept(int listener) {
  const int desk = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (desk < 0) return;
  ++connected_;
  auto pair = std::make_unique<Pair>();
  pair->desk = desk;
  pair->redis = ConnectOn();
  pair->broken = pair->redis < 0;
  pairs_.push_back(std::move(pair));
}

void Relay::TakeAnswers(Pair& pair) {
  std::string answers;
  if (!Drain(pair.redis, &answers)) pair.broken = true;
  if (mode_ == Mode::kNoAnswers) {
    pair.lost_some = pair.lost_some || !answers.empty();
    return;
  }
  if (pair.lost_some) pair.broken = true;
  const size_t done = to_lose_ > 0 ? FindDone(answers) : std::string::npos;
  if (done != std::string::npos && to_lose_.exchange(0) > 0) {
    answers.resize(done);
    ++lost_;
    pair.broken = true;
  }
  Pass(pair.to_desk, std::move(answers));
}

// Puts bytes on their way; what came before them stays before them.
void Relay::Pass(Flow& flow, std::string bytes) {
  const auto now = Steady::now();
  if (!bytes.empty()) {
    const int jitter = jitter_ms_ > 0 ? static_cast<int>(bytes.size()) % jitter_ms_ : 0;
    auto at = now + std::chrono::milliseconds(delay_ms_ + jitter);
    if (!flow.later.empty()) at = std::max(at, flow.later.back().first);
    flow.later.emplace_back(at, std::move(bytes));
  }
  while (!flow.later.empty() && flow.later.front().first <= now) {
    flow.ready += flow.later.front().second;
    flow.later.pop_front();
  }
}

void Relay::Turn(Pair& pair, short desk_events, short redis_events) {
  if ((desk_events & (POLLERR | POLLHUP)) != 0) pair.broken = true;
  if (mode_ == Mode::kSilent) return;
  if (mode_ == Mode::kPass && pair.lost_some) pair.broken = true;
  if ((redis_events & POLLOUT) != 0) pair.connecting = false;
  if ((redis_events & POLLERR) != 0) pair.broken = true;
  std::string requests;
  if ((desk_events & POLLIN) != 0 && !Drain(pair.desk, &requests)) pair.broken = true;
  Pass(pair.to_redis, std::move(requests));
  if ((redis_events & (POLLIN | POLLHUP)) != 0) {
    TakeAnswers(pair);
  } else {
    Pass(pair.to_desk, "");
  }
  if (!pair.connecting && !Pour(pair.redis, &pair.to_redis.ready)) pair.broken = true;
  if (!Pour(pair.desk, &pair.to_desk.ready)) pair.broken = true;
}

void Relay::Run() {
  while (!stopping_) {
    std::vector<pollfd> polled;
    for (const int listener : listeners_) polled.push_back({listener, POLLIN, 0});
    const bool silent = mode_ == Mode::kSilent;
    for (const auto& pair : pairs_) {
      const auto wants = [&](bool write) {
        return static_cast<short>(silent ? 0 : POLLIN | (write ? POLLOUT : 0));
      };
      polled.push_back({pair->desk, wants(!pair->to_desk.ready.empty()), 0});
      polled.push_back({pair->redis, wants(pair->connecting || !pair->to_redis.ready.empty()), 0});
    }
    poll(polled.data(), polled.size(), kTickMs);
    size_t at = listeners_.size();
    for (const auto& pair : pairs_) {
      Turn(*pair, polled[at].revents, polled[at + 1].revents);
      at += 2;
    }
    for (size_t i = 0; i < listeners_.size(); ++i) {
      if (polled[i].revents != 0) Accept(listeners_[i]);
    }
    const auto gone = std::partition(pairs_.begin(), pairs_.end(),
                                     [](const auto& pair) { return !pair->broken; });
    for (auto pair = gone; pair != pairs_.end(); ++pair) {
      close((*pair)->desk);
      if ((*pair)->redis >= 0) close((*pair)->redis);
    }
    pairs_.erase(gone, pairs_.end());
  }
}

}  // namespace clarion::faults
