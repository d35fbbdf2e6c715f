#include "services/store/paper_cache.h"

#include <utility>

namespace clarion::store {
namespace {

// A parsed message takes about three times its encoded size; list and map entries the rest.
int64_t InMemory(const std::string& name, size_t body_bytes) {
  return static_cast<int64_t>(3 * body_bytes + 2 * name.size() + 256);
}

}  // namespace

PaperPtr PaperCache::Find(const std::string& name) {
  Part& part = PartOf(name);
  const std::lock_guard<std::mutex> lock(part.mutex);
  const auto found = part.by_name.find(name);
  if (found == part.by_name.end()) return nullptr;
  part.order.splice(part.order.begin(), part.order, found->second);
  return found->second->paper;
}

void PaperCache::Put(const std::string& name, PaperPtr paper, size_t body_bytes) {
  const int64_t bytes = InMemory(name, body_bytes);
  Part& part = PartOf(name);
  const std::lock_guard<std::mutex> lock(part.mutex);
  const auto found = part.by_name.find(name);
  if (found != part.by_name.end()) {
    part.bytes -= found->second->bytes;
    part.order.erase(found->second);
    part.by_name.erase(found);
  }
  part.order.push_front({.name = name, .paper = std::move(paper), .bytes = bytes});
  part.by_name[name] = part.order.begin();
  part.bytes += bytes;
  while (part.bytes > part_bytes_ && !part.order.empty()) {
    const Kept& oldest = part.order.back();
    part.bytes -= oldest.bytes;
    part.by_name.erase(oldest.name);
    part.order.pop_back();
  }
}

}  // namespace clarion::store
