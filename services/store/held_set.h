// What this process holds to be the data set: the string its commits are compared by, and whether
// the data set is sound. Shared by everything in the store. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "services/store/data_set.h"

namespace clarion::store {

struct Held {
  std::string text;  // as in `{NN}:set`
  SetInfo info;
};
using HeldPtr = std::shared_ptr<const Held>;

class HeldSet {
 public:
  using OnDamage = std::function<void(const absl::Status&)>;
  explicit HeldSet(OnDamage on_damage) : on_damage_(std::move(on_damage)) {}

  // Null before the first Adopt.
  HeldPtr held() const;
  // DATA_LOSS while the data set is damaged.
  absl::Status sound() const;

  enum class Learned {
    kSame,     // or another shard was a moment behind
    kMoved,    // the manual clock stands elsewhere
    kRaised,   // a new generation: connect anew, which adopts it after looking at the log
    kDamaged,  // another data set, an older generation, or none
  };
  // What Redis says the string is. Adopts a moved clock; marks a damaged data set.
  Learned Learn(const std::string& text);

  // Takes `held` for the data set; damage is over.
  void Adopt(Held held);
  // Told once for each damage.
  void Damage(const absl::Status& status);

  // Raised with each new generation: followers go over everything when they see it.
  int64_t epoch() const { return epoch_.load(); }

 private:
  const OnDamage on_damage_;
  std::atomic<int64_t> epoch_{0};
  mutable std::mutex mutex_;
  HeldPtr held_;
  absl::Status damage_;
};

// DATA_LOSS, in words: the data set is not the one held, or is gone.
absl::Status WrongSet(const Held& held, const std::string& found);

}  // namespace clarion::store
