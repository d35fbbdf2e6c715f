#include "services/broadcast/watch_token.h"

#include "services/proof/chain.h"

namespace clarion::broadcast {
namespace {

constexpr char kFormat = 1;
constexpr size_t kSize = 1 + 8 + 8 + 8;  // format, hash of the scope, sequence, hash of the entry

}  // namespace

std::string WatchScope(const store::DataSet& data_set, const std::string& parent) {
  return proof::Hash8(data_set.id + ' ' + std::to_string(data_set.generation) + ' ' + parent);
}

std::string EncodeToken(const std::string& scope, const Position& position) {
  std::string token(1, kFormat);
  token += scope;
  for (int shift = 56; shift >= 0; shift -= 8) {
    token += static_cast<char>((position.sequence >> shift) & 0xff);
  }
  std::string hash8 = position.hash8;
  hash8.resize(8);
  return token + hash8;
}

absl::StatusOr<Position> DecodeToken(const std::string& token, const std::string& scope) {
  if (token.size() != kSize || token[0] != kFormat) {
    return absl::InvalidArgumentError("not a token of a watch");
  }
  if (token.substr(1, 8) != scope) {
    return absl::NotFoundError("a token of another data set, generation or parent");
  }
  Position position;
  for (size_t i = 9; i < 17; ++i) {
    position.sequence = position.sequence << 8 | static_cast<unsigned char>(token[i]);
  }
  position.hash8 = token.substr(17, 8);
  return position;
}

}  // namespace clarion::broadcast
