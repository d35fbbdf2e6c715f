#include "services/proof/chain.h"

#include <openssl/evp.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clarion/v1/events.pb.h"
#include "services/core/check.h"
#include "services/core/refusal.h"

namespace clarion::proof {
namespace {

constexpr size_t kHashBytes = 32;

// One digest context per thread: making one costs more than hashing a small record.
EVP_MD_CTX* ThreadContext() {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  CLARION_CHECK(context != nullptr);
  return context.get();
}

std::string HashOf(const std::string& first, const std::string& second) {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* const context = ThreadContext();
  std::string hash(kHashBytes, '\0');
  unsigned int size = 0;
  const bool done =
      EVP_DigestInit_ex(context, sha256, nullptr) == 1 &&
      EVP_DigestUpdate(context, first.data(), first.size()) == 1 &&
      EVP_DigestUpdate(context, second.data(), second.size()) == 1 &&
      EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(hash.data()), &size) == 1;
  CLARION_CHECK(done && size == kHashBytes);
  return hash;
}

absl::Status Broken(const std::string& paper, int64_t version, const std::string& what,
                    const std::string& what_zh, ChainFault* fault) {
  if (fault != nullptr) *fault = {.version = version, .only_chain = false, .what = what};
  return core::Refuse(
      {.code = absl::StatusCode::kDataLoss,
       .reason = v1::ERROR_REASON_DATA_DAMAGED,
       .en = absl::StrCat("The history of ", paper, " is broken at record ", version, ": ", what,
                          ". Restore it from a copy before anything is built on it."),
       .zh = absl::StrCat(paper, "的记录在第", version, "条处断裂：", what_zh,
                          "。请先用备份恢复，再继续办理。"),
       .metadata = {{"paper", paper}, {"version", absl::StrCat(version)}}});
}

}  // namespace

std::string Sha256(const std::string& bytes) { return HashOf(bytes, ""); }

std::string Hash8(const std::string& bytes) { return HashOf(bytes, "").substr(0, 8); }

std::string NextHead(const std::string& previous, const std::string& record) {
  return HashOf(previous, record);
}

std::string Hex(const std::string& bytes) { return absl::BytesToHexString(bytes); }

absl::Status VerifyHistory(const std::string& paper, const std::vector<std::string>& records,
                           const std::string& head, ChainFault* fault) {
  std::string reached;
  int64_t version = 0;
  v1::Record record;
  for (const std::string& bytes : records) {
    ++version;
    if (!record.ParseFromString(bytes)) {
      return Broken(paper, version, "it cannot be read", "无法读取", fault);
    }
    if (record.paper() != paper) {
      return Broken(paper, version, "it belongs to another paper", "属于另一份卷宗", fault);
    }
    if (record.version() != version) {
      return Broken(paper, version, absl::StrCat("it says it is number ", record.version()),
                    absl::StrCat("自称第", record.version(), "条"), fault);
    }
    reached = NextHead(reached, bytes);
  }
  if (reached == head) return absl::OkStatus();
  absl::Status broken =
      Broken(paper, version, "the hash chain up to it does not lead to the paper's head",
             "截至该条的哈希链与卷宗首部不符", fault);
  if (fault != nullptr) fault->only_chain = true;
  return broken;
}

}  // namespace clarion::proof
