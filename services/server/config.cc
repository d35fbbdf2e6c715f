#include "services/server/config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/proto_time.h"
#include "services/server/yaml_proto.h"
#include "services/store/address.h"

namespace clarion::server {
namespace {

constexpr size_t kFileMax = 1 << 20;
constexpr absl::Duration kLifetimeMax = absl::Hours(12);

absl::Status SystemError(const std::string& path, const char* what) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, ": cannot ", what, ": ", std::strerror(errno)));
}

// Collects what is wrong with the values, and fills in what is not said.
class Checker {
 public:
  Checker(const std::string& file, v1::Config* config)
      : file_(file), folder_(std::filesystem::absolute(file).parent_path()), config_(*config) {}

  absl::Status Run() {
    Store(*config_.mutable_store());
    Listen(*config_.mutable_listen());
    Tokens(*config_.mutable_tokens());
    if (Required("rule_pack", config_.rule_pack())) {
      Readable("rule_pack", config_.mutable_rule_pack());
    }
    if (Required("state_dir", config_.state_dir())) Absolute(config_.mutable_state_dir());
    if (config_.log_level().empty()) config_.set_log_level("info");
    const std::string& level = config_.log_level();
    if (level != "debug" && level != "info" && level != "warn" && level != "error") {
      Fault("log_level", "must be debug, info, warn or error");
    }
    if (faults_.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
  }

 private:
  void Store(v1::StoreConfig& store) {
    if (store.has_sentinels()) {
      if (!store.socket().empty()) Fault("store.sentinels", "stand in place of store.socket");
      Sentinels(*store.mutable_sentinels());
    } else if (Required("store.socket", store.socket())) {
      Absolute(store.mutable_socket());
    }
    if (!store.password_file().empty()) {
      Readable("store.password_file", store.mutable_password_file());
    }
    if (store.durability() == v1::DURABILITY_UNSPECIFIED) {
      Fault("store.durability", "is missing: DISK, RELAXED or REPLICATED");
    }
    if (store.queue_limit() == 0) store.set_queue_limit(4096);
    if (store.queue_limit() < 1 || store.queue_limit() > 1'000'000) {
      Fault("store.queue_limit", "must be 1 to 1000000");
    }
    if (store.cache_bytes() == 0) store.set_cache_bytes(256LL << 20);
    if (store.cache_bytes() < 1 << 20) Fault("store.cache_bytes", "must be at least 1 MiB");
  }

  void Sentinels(v1::SentinelConfig& sentinels) {
    Required("store.sentinels.master", sentinels.master());
    if (sentinels.addresses().empty()) {
      Fault("store.sentinels.addresses", "must name the Sentinels, best three");
    }
    std::set<std::string> seen;
    for (const std::string& address : sentinels.addresses()) {
      if (!store::ReadAddress(address).has_value()) {
        Fault("store.sentinels.addresses",
              absl::StrCat("must be address:port, the address in figures, not `", address, "`"));
      } else if (!seen.insert(address).second) {
        Fault("store.sentinels.addresses", absl::StrCat("names `", address, "` twice"));
      }
    }
    if (!sentinels.password_file().empty()) {
      Readable("store.sentinels.password_file", sentinels.mutable_password_file());
    }
  }

  void Listen(v1::ListenConfig& listen) {
    if (Required("listen.address", listen.address())) Address("listen.address", listen.address());
    if (Required("listen.certificate", listen.certificate())) {
      Readable("listen.certificate", listen.mutable_certificate());
    }
    if (Required("listen.key", listen.key())) Readable("listen.key", listen.mutable_key());
    if (!listen.port_file().empty()) Absolute(listen.mutable_port_file());
    if (!listen.metrics_address().empty()) {
      Address("listen.metrics_address", listen.metrics_address());
    }
  }

  void Tokens(v1::TokenConfig& tokens) {
    if (tokens.public_keys().empty()) Fault("tokens.public_keys", "must name one key or more");
    for (std::string& key : *tokens.mutable_public_keys()) Readable("tokens.public_keys", &key);
    if (!tokens.signing_key().empty()) {
      Readable("tokens.signing_key", tokens.mutable_signing_key());
    }
    if (!tokens.has_lifetime() || core::FromProto(tokens.lifetime()) == absl::ZeroDuration()) {
      *tokens.mutable_lifetime() = core::ToProto(kLifetimeMax);
    }
    const absl::Duration lifetime = core::FromProto(tokens.lifetime());
    if (lifetime < absl::Seconds(1) || lifetime > kLifetimeMax) {
      Fault("tokens.lifetime", "must be 1s to 12h");
    }
  }

  void Fault(const char* key, const std::string& what) {
    faults_.push_back(absl::StrCat(file_, ": ", key, ": ", what));
  }

  bool Required(const char* key, const std::string& value) {
    if (value.empty()) Fault(key, "is missing");
    return !value.empty();
  }

  void Absolute(std::string* path) { *path = (folder_ / *path).lexically_normal().string(); }

  void Readable(const char* key, std::string* path) {
    Absolute(path);
    if (const absl::StatusOr<std::string> text = ReadFile(*path); !text.ok()) {
      Fault(key, std::string(text.status().message().data(), text.status().message().size()));
    }
  }

  void Address(const char* key, const std::string& address) {
    const size_t colon = address.rfind(':');
    int port = -1;
    if (colon == std::string::npos || colon == 0 ||
        !absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 || port > 65535) {
      Fault(key, absl::StrCat("must be host:port, not `", address, "`"));
    }
  }

  const std::string& file_;
  const std::filesystem::path folder_;
  v1::Config& config_;
  std::vector<std::string> faults_;
};

// Writes all of `text`, on disk before it returns.
bool WriteAll(int fd, const std::string& text) {
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = write(fd, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<size_t>(n);
  }
  return fsync(fd) == 0;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return SystemError(path, "open");
  std::string text;
  char buffer[16384];
  ssize_t n = 0;
  while ((n = read(fd, buffer, sizeof(buffer))) > 0 && text.size() <= kFileMax) {
    text.append(buffer, static_cast<size_t>(n));
  }
  const absl::Status failed = n < 0 ? SystemError(path, "read") : absl::OkStatus();
  close(fd);
  if (!failed.ok()) return failed;
  if (text.size() > kFileMax) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": is larger than 1 MiB"));
  }
  return text;
}

absl::Status WriteFileAtomically(const std::string& path, const std::string& text) {
  const std::string fresh = absl::StrCat(path, ".", getpid(), ".new");
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return SystemError(fresh, "create");
  const bool written = WriteAll(fd, text);
  absl::Status status = written ? absl::OkStatus() : SystemError(fresh, "write");
  close(fd);
  if (status.ok() && rename(fresh.c_str(), path.c_str()) != 0) status = SystemError(path, "write");
  if (!status.ok()) unlink(fresh.c_str());
  return status;
}

absl::StatusOr<v1::Config> ReadConfig(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  v1::Config config;
  const absl::Status read = ReadYaml(*text, path, &config);
  // A text that is no YAML at all has no values to judge; else they are judged beside its faults.
  if (!read.ok() && config.ByteSizeLong() == 0) return read;
  const absl::Status checked = Checker(path, &config).Run();
  if (read.ok() && checked.ok()) return config;
  return absl::InvalidArgumentError(absl::StrCat(read.ok() ? "" : read.message(),
                                                 !read.ok() && !checked.ok() ? "\n" : "",
                                                 checked.ok() ? "" : checked.message()));
}

}  // namespace clarion::server
