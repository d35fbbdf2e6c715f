#include "services/admin/init.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <future>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/core/check.h"
#include "services/core/decide.h"
#include "services/core/refusal.h"
#include "services/proof/chain.h"
#include "services/store/durability.h"
#include "services/store/keys.h"
#include "services/store/redis_errors.h"
#include "services/store/set_making.h"
#include "services/store/store.h"

namespace clarion::admin {
namespace {

constexpr absl::Duration kCommitTimeout = absl::Seconds(20);

absl::StatusOr<std::string> HashOf(const std::string& password) {
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return absl::ResourceExhaustedError("64 MiB of memory are needed to hash the password");
  }
  return std::string(hash);
}

// Writes the password where only its owner reads, under a name that becomes final with the commit:
// a file that is there is a password that holds.
class PasswordFile {
 public:
  explicit PasswordFile(std::string path) : path_(std::move(path)), draft_(path_ + ".draft") {}

  absl::Status Write(const std::string& password) {
    if (path_ == "-") return absl::OkStatus();
    const std::string line = absl::StrCat(password, "\n");
    const int fd = open(draft_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return CannotWrite();
    const bool kept =
        write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && fsync(fd) == 0;
    close(fd);
    return kept ? absl::OkStatus() : CannotWrite();
  }

  absl::Status Publish(const std::string& password) {
    if (path_ == "-") {
      std::printf("%s\n", password.c_str());
      return std::fflush(stdout) == 0 ? absl::OkStatus() : CannotWrite();
    }
    return std::rename(draft_.c_str(), path_.c_str()) == 0 ? absl::OkStatus() : CannotWrite();
  }

  void Withdraw() const {
    if (path_ != "-") unlink(draft_.c_str());
  }

 private:
  absl::Status CannotWrite() const {
    return store::NotReady(absl::StrCat("The password file ", path_,
                                        " cannot be written: ", std::strerror(errno), "."),
                           absl::StrCat("无法写入密码文件 ", path_, "。"));
  }

  const std::string path_;
  const std::string draft_;
};

absl::StatusOr<store::Change> AdministratorAccount(const std::string& hash, absl::Time now) {
  v1::Command command;
  v1::CreateAccount& create = *command.mutable_create_account();
  create.set_name(kAdministrator);
  v1::Account& account = *create.mutable_account();
  account.set_person("admin");
  account.set_role(v1::ROLE_ADMINISTRATOR);
  account.set_display_name("系统管理员");
  account.mutable_credential()->set_sha256(proof::Sha256(hash));
  account.mutable_credential()->set_size(static_cast<int32_t>(hash.size()));
  core::Context context;
  context.now = now;
  context.actor.set_person("clarion-admin");
  context.actor.set_role(v1::ROLE_ADMINISTRATOR);
  context.actor.set_region("000000");
  absl::StatusOr<core::Decision> decision = core::Decide(v1::Paper(), command, context);
  if (!decision.ok()) return decision.status();
  store::Change change;
  change.now = now;
  change.texts.push_back(hash);
  for (const core::Claim& claim : decision->claims) {
    change.claims.push_back({claim.name, claim.expected, claim.value});
  }
  change.papers.push_back({.name = kAdministrator,
                           .expected_head = "",
                           .record = decision->record.SerializeAsString(),
                           .paper = std::move(decision->paper),
                           .next_due = std::nullopt,
                           .ended = false,
                           .timed = false});
  return change;
}

absl::StatusOr<store::Committed> CommitAndWait(store::Store& store, store::Change change) {
  std::promise<absl::StatusOr<store::Committed>> promise;
  store.papers().Commit(
      std::move(change), absl::Now() + kCommitTimeout,
      [&](absl::StatusOr<store::Committed> done) { promise.set_value(std::move(done)); });
  return promise.get_future().get();
}

// The data set to put the administrator into: a new one, or one left without.
absl::StatusOr<store::SetInfo> SetFor(const Target& target, const InitOptions& options) {
  auto connection = Connect(target);
  if (!connection.ok()) return connection.status();
  absl::Status durable = store::CheckDurability(**connection, target.durability);
  if (!durable.ok()) return durable;
  absl::StatusOr<store::SetInfo> created = store::CreateSet(**connection, options.manual_clock);
  if (created.ok() || core::ReasonOf(created.status()) != v1::ERROR_REASON_ALREADY_EXISTS) {
    return created;
  }
  absl::StatusOr<store::Reply> there =
      (*connection)->Call({"EXISTS", store::PaperKey(kAdministrator)});
  if (!there.ok()) return there.status();
  if ((*there)->integer != 0) return created;
  return store::ReadSet(**connection);
}

}  // namespace

std::string RandomPassword() {
  static constexpr char kLetters[] = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string password(20, '\0');
  for (char& letter : password) letter = kLetters[randombytes_uniform(sizeof(kLetters) - 1)];
  return password;
}

absl::StatusOr<std::string> Init(const Target& target, const InitOptions& options) {
  CLARION_CHECK(sodium_init() >= 0);
  absl::StatusOr<store::SetInfo> made = SetFor(target, options);
  if (!made.ok()) return made.status();

  std::string password = RandomPassword();
  PasswordFile file(options.password_file);
  absl::Status status = file.Write(password);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> hash = HashOf(password);
  if (!hash.ok()) return hash.status();

  store::Store::Options open;
  open.config = ConfigOf(target);
  open.process = "admin";
  auto store = store::Store::Open(std::move(open));
  if (!store.ok()) return store.status();
  absl::StatusOr<store::Change> change = AdministratorAccount(*hash, (*store)->Now());
  if (!change.ok()) return change.status();
  absl::StatusOr<store::Committed> committed = CommitAndWait(**store, *std::move(change));
  if (!committed.ok() || committed->outcome != store::Committed::Outcome::kDone) {
    file.Withdraw();
    if (!committed.ok()) return committed.status();
    return store::NotReady("Somebody else initialised this data set at the same time.",
                           "同时有他人在初始化该数据集。");
  }
  status = file.Publish(password);
  sodium_memzero(password.data(), password.size());
  if (!status.ok()) return status;
  return absl::StrCat("Data set ", made->set.id, " is made",
                      made->set.manual_clock ? ", with a manual clock" : "",
                      ". Its administrator is ", kAdministrator, ".\n数据集 ", made->set.id,
                      " 已建立，管理员账号为 ", kAdministrator, "。");
}

}  // namespace clarion::admin
