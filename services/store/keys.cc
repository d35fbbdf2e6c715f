#include "services/store/keys.h"

#include <array>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/store/paper_store.h"

namespace clarion::store {
namespace {

constexpr char kRegions[] = "regions/";
constexpr size_t kRegionsSize = sizeof(kRegions) - 1;

}  // namespace

int ShardOf(const std::string& name_or_region) {
  size_t begin = 0;
  if (name_or_region.compare(0, kRegionsSize, kRegions) == 0) begin = kRegionsSize;
  // FNV-1a over the region's code: neighbouring counties spread over the shards. Fixed for ever,
  // since every data set is laid out by it.
  uint32_t hash = 2166136261U;
  for (size_t i = begin; i < name_or_region.size() && name_or_region[i] != '/'; ++i) {
    hash = (hash ^ static_cast<unsigned char>(name_or_region[i])) * 16777619U;
  }
  return static_cast<int>((hash ^ (hash >> 16)) % kShards);
}

std::string ShardKey(int shard, const std::string& name) {
  CLARION_CHECK(shard >= 0 && shard < kShards);
  const char tag[] = {
      '{', static_cast<char>('0' + shard / 10), static_cast<char>('0' + shard % 10), '}', ':',
      '\0'};
  return absl::StrCat(tag, name);
}

std::string PaperKey(const std::string& paper) {
  return ShardKey(ShardOf(paper), absl::StrCat("d:", paper));
}

std::string HistoryKey(const std::string& paper) {
  return ShardKey(ShardOf(paper), absl::StrCat("h:", paper));
}

std::string TextKey(int shard, const std::string& sha256) {
  return ShardKey(shard, absl::StrCat("t:", absl::BytesToHexString(sha256)));
}

std::string RequestKey(int shard, const std::string& key) {
  return ShardKey(shard, absl::StrCat("req:", absl::BytesToHexString(key)));
}

}  // namespace clarion::store
