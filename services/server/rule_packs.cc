#include "services/server/rule_packs.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"
#include "services/core/rule_pack.h"
#include "services/proof/chain.h"
#include "services/server/log.h"
#include "services/server/yaml_proto.h"

namespace clarion::server {
namespace {

absl::Status PackDamaged(const std::string& sha256, const absl::Status& why) {
  Log(LogLevel::kError, "rule_pack.unusable",
      {LogField::Whole("sha256", absl::BytesToHexString(sha256)),
       LogField::Whole("status", why.ToString())});
  return core::Refuse({.code = absl::StatusCode::kDataLoss,
                       .reason = v1::ERROR_REASON_DATA_DAMAGED,
                       .en = "The rule pack this incident began with cannot be read; nothing "
                             "changed. Tell the operator.",
                       .zh = "该事件所适用的规则包无法读取，未作任何更改，请联系运维人员。",
                       .metadata = {{"sha256", absl::BytesToHexString(sha256)}}});
}

}  // namespace

absl::StatusOr<PackPtr> ParsePack(const std::string& bytes, const std::string& file) {
  auto pack = std::make_shared<Pack>();
  if (absl::Status read = ReadYaml(bytes, file, &pack->pack); !read.ok()) return read;
  if (absl::Status checked = core::CheckPack(pack->pack); !checked.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": ", checked.message()));
  }
  pack->sha256 = proof::Sha256(bytes);
  pack->bytes = bytes;
  return pack;
}

RulePacks::RulePacks(PackPtr default_pack, store::PaperStore& papers)
    : default_(std::move(default_pack)), papers_(papers) {
  known_[default_->sha256] = default_;
}

void RulePacks::Find(const std::string& region, const std::string& sha256, absl::Time deadline,
                     OnPack done) {
  PackPtr known;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (const auto found = known_.find(sha256); found != known_.end()) known = found->second;
  }
  if (known != nullptr) {
    done(std::move(known));
    return;
  }
  papers_.ReadText(region, sha256, deadline,
                   [this, sha256, done = std::move(done)](absl::StatusOr<std::string> text) {
                     if (!text.ok()) {
                       done(absl::IsNotFound(text.status()) ? PackDamaged(sha256, text.status())
                                                            : text.status());
                       return;
                     }
                     absl::StatusOr<PackPtr> pack =
                         ParsePack(*text, absl::BytesToHexString(sha256));
                     if (!pack.ok()) {
                       done(PackDamaged(sha256, pack.status()));
                       return;
                     }
                     {
                       std::lock_guard<std::mutex> lock(mutex_);
                       known_[sha256] = *pack;
                     }
                     done(std::move(*pack));
                   });
}

}  // namespace clarion::server
