// Papers this process read or wrote lately, by name. Bounded in bytes; the one not used for longest
// goes first. Never invalidated, only checked: a commit by its guards, a read by comparing heads.
// Thread-safe; split so that callers seldom meet.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "services/store/paper_store.h"

namespace clarion::store {

class PaperCache {
 public:
  explicit PaperCache(int64_t bytes) : part_bytes_(bytes / kParts) {}

  PaperPtr Find(const std::string& name);  // null when it is not here
  // `body_bytes`: size of the encoded body, from which the size in memory is estimated.
  void Put(const std::string& name, PaperPtr paper, size_t body_bytes);

 private:
  static constexpr size_t kParts = 16;

  struct Kept {
    std::string name;
    PaperPtr paper;
    int64_t bytes = 0;
  };
  struct Part {
    std::mutex mutex;
    std::list<Kept> order;  // latest used first
    std::unordered_map<std::string, std::list<Kept>::iterator> by_name;
    int64_t bytes = 0;
  };
  Part& PartOf(const std::string& name) { return parts_[std::hash<std::string>()(name) % kParts]; }

  const int64_t part_bytes_;
  std::array<Part, kParts> parts_;
};

}  // namespace clarion::store
