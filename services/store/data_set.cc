#include "services/store/data_set.h"

#include <cstdint>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/store/keys.h"

namespace clarion::store {
namespace {

constexpr size_t kIdDigits = 32;
const char kManual[] = "manual:";

bool IsHex(const std::string& text) {
  return text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::string FormatSet(const SetInfo& info) {
  return absl::StrCat(
      info.set.id, " ", info.set.generation, " ", info.set.shards, " ",
      info.set.manual_clock ? absl::StrCat(kManual, absl::ToUnixMillis(info.manual_now)) : "real");
}

std::optional<SetInfo> ParseSet(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  if (parts.size() != 4) return std::nullopt;
  SetInfo info;
  info.set.id = parts[0];
  if (info.set.id.size() != kIdDigits || !IsHex(info.set.id)) return std::nullopt;
  if (!absl::SimpleAtoi(parts[1], &info.set.generation) || info.set.generation < 1 ||
      !absl::SimpleAtoi(parts[2], &info.set.shards) || info.set.shards != kShards) {
    return std::nullopt;
  }
  if (parts[3] == "real") return info;
  if (parts[3].compare(0, sizeof(kManual) - 1, kManual) != 0) return std::nullopt;
  int64_t ms = 0;
  if (!absl::SimpleAtoi(parts[3].substr(sizeof(kManual) - 1), &ms)) return std::nullopt;
  info.set.manual_clock = true;
  info.manual_now = absl::FromUnixMillis(ms);
  return info;
}

Argv AskSet(int shard) { return {"GET", ShardKey(shard, "set")}; }

}  // namespace clarion::store
