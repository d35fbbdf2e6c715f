// Bytes as a row of choices: what a generator of random acts asks for, a fuzzer answers. When they
// are used up every further choice is 0.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace clarion::fuzz {

class Choices {
 public:
  explicit Choices(std::string bytes) : bytes_(std::move(bytes)) {}

  bool Empty() const { return at_ >= bytes_.size(); }
  // Two bytes: enough for every choice there is, and one of them is soon tried out.
  uint64_t Next() { return uint64_t{Byte()} << 8 | Byte(); }
  uint8_t Byte() { return Empty() ? 0 : static_cast<uint8_t>(bytes_[at_++]); }

 private:
  const std::string bytes_;
  size_t at_ = 0;
};

}  // namespace clarion::fuzz
