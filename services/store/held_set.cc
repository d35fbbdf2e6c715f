#include "services/store/held_set.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/store/redis_errors.h"

namespace clarion::store {

absl::Status WrongSet(const Held& held, const std::string& found) {
  const std::string seen = found.empty() ? "none at all" : absl::StrCat("`", found, "`");
  return Damaged(
      absl::StrCat(
          "The store holds ", seen, " where the data set `", held.text,
          "` was: it was emptied, replaced or went back. Nothing is built on it. Restore it, "
          "or run clarion-admin accept after inspection."),
      absl::StrCat("存储中原有数据集 `", held.text, "`，现为 ", found.empty() ? "空" : found,
                   "：数据被清空、替换或回退。已停止据此办理，请恢复，或核查后运行 clarion-admin "
                   "accept。"));
}

HeldPtr HeldSet::held() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return held_;
}

absl::Status HeldSet::sound() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return damage_;
}

HeldSet::Learned HeldSet::Learn(const std::string& text) {
  const std::optional<SetInfo> info = ParseSet(text);
  HeldPtr held;
  {
    // Compared and adopted in one step: a text read before a new generation must not replace it.
    const std::lock_guard<std::mutex> lock(mutex_);
    if (held_ == nullptr || text == held_->text) return Learned::kSame;
    const SetInfo& known = held_->info;
    if (info.has_value() && info->set.id == known.set.id &&
        info->set.manual_clock == known.set.manual_clock &&
        info->set.generation >= known.set.generation) {
      if (info->set.generation > known.set.generation) return Learned::kRaised;
      held_ = std::make_shared<const Held>(Held{.text = text, .info = *info});
      return Learned::kMoved;
    }
    held = held_;
  }
  Damage(WrongSet(*held, text));
  return Learned::kDamaged;
}

void HeldSet::Adopt(Held held) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (held_ != nullptr && held_->info.set.generation != held.info.set.generation) ++epoch_;
  held_ = std::make_shared<const Held>(std::move(held));
  damage_ = absl::OkStatus();
}

void HeldSet::Damage(const absl::Status& status) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!damage_.ok()) return;
    damage_ = status;
  }
  if (on_damage_ != nullptr) on_damage_(status);
}

}  // namespace clarion::store
