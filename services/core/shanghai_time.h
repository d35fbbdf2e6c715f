// How instants are shown to people: Asia/Shanghai, to the second. The zone is fixed at +08:00 (no
// daylight saving since 1991), so no time zone data is read.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace clarion::core {

std::string ShanghaiTimeEn(absl::Time time);  // 2026-03-03 14:00:00 (Beijing time)
std::string ShanghaiTimeZh(absl::Time time);  // 2026-03-03 14:00:00(北京时间)

}  // namespace clarion::core
