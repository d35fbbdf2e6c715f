#include "services/core/shanghai_time.h"

#include "absl/strings/str_cat.h"

namespace clarion::core {
namespace {

std::string Format(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, absl::FixedTimeZone(8 * 60 * 60));
}

}  // namespace

std::string ShanghaiTimeEn(absl::Time time) {
  return absl::StrCat(Format(time), " (Beijing time)");
}

std::string ShanghaiTimeZh(absl::Time time) { return absl::StrCat(Format(time), "(北京时间)"); }

}  // namespace clarion::core
