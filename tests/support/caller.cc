#include "tests/support/caller.h"

#include <openssl/rand.h>

#include <array>

#include "absl/strings/escaping.h"
#include "services/core/check.h"

namespace clarion::support {

std::string NewRequestId() {
  std::array<unsigned char, 16> bytes;
  CLARION_CHECK(RAND_bytes(bytes.data(), bytes.size()) == 1);
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace clarion::support
