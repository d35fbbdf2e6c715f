#include "services/store/stored_paper.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/proof/chain.h"
#include "services/store/redis_errors.h"

namespace clarion::store {
namespace {

constexpr size_t kHashBytes = 8;

absl::Status DamagedPaper(const std::string& name, const char* what, const char* what_zh) {
  return Damaged(absl::StrCat("The paper ", name, " is damaged: ", what,
                              ". Nothing is built on it; run clarion-admin verify and restore it."),
                 absl::StrCat("卷宗 ", name, " 已损坏：", what_zh,
                              "。在恢复之前不再据此办理，请运行 clarion-admin verify。"));
}

}  // namespace

std::string EncodePaper(const std::string& head, const std::string& body) {
  return absl::StrCat(head, proof::Hash8(body), body);
}

absl::StatusOr<PaperPtr> DecodePaper(const std::string& name, const std::string& bytes) {
  auto paper = std::make_shared<StoredPaper>();
  if (bytes.empty()) return PaperPtr(std::move(paper));
  if (bytes.size() < kHeadBytes + kHashBytes) {
    return DamagedPaper(name, "it is cut short", "内容被截断");
  }
  const std::string body = bytes.substr(kHeadBytes + kHashBytes);
  if (bytes.compare(kHeadBytes, kHashBytes, proof::Hash8(body)) != 0) {
    return DamagedPaper(name, "its bytes differ from those written", "内容与写入时不符");
  }
  if (!paper->paper.ParseFromString(body)) {
    return DamagedPaper(name, "it cannot be read", "无法读取");
  }
  paper->head = bytes.substr(0, kHeadBytes);
  return PaperPtr(std::move(paper));
}

int64_t VersionOf(const v1::Paper& paper) {
  switch (paper.kind_case()) {
    case v1::Paper::kDocket:
      return paper.docket().version();
    case v1::Paper::kRoster:
      return paper.roster().version();
    case v1::Paper::kAccount:
      return paper.account().version();
    case v1::Paper::KIND_NOT_SET:
      return 0;
  }
  return 0;
}

}  // namespace clarion::store
