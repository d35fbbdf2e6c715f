// Tokens of a watch: a client hands back what it was given, or anything else. What decodes is one
// of ours, byte for byte.
#include "services/broadcast/watch_token.h"

#include "tests/fuzz/target.h"

namespace clarion::fuzz {
namespace {

std::string SampleScope() {
  store::DataSet set;
  set.id = "0123456789abcdef0123456789abcdef";
  set.generation = 2;
  return broadcast::WatchScope(set, "regions/410726");
}

}  // namespace

std::vector<std::string> Samples() {
  std::vector<std::string> samples;
  for (const int64_t sequence : {int64_t{0}, int64_t{7}, int64_t{1} << 40}) {
    broadcast::Position position;
    position.sequence = sequence;
    samples.push_back(broadcast::EncodeToken(SampleScope(), position));
  }
  return samples;
}

void Examine(const std::string& bytes) {
  const auto position = broadcast::DecodeToken(bytes, SampleScope());
  if (!position.ok()) {
    Require(absl::IsInvalidArgument(position.status()) || absl::IsNotFound(position.status()),
            "refused with another code");
    return;
  }
  Require(broadcast::EncodeToken(SampleScope(), *position) == bytes, "a token of two spellings");
}

}  // namespace clarion::fuzz
