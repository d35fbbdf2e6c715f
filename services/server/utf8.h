// UTF-8, strictly: no overlong forms, no surrogates, nothing beyond U+10FFFF. Pure.
#pragma once

#include <cstddef>
#include <string>

namespace clarion::server {

// Bytes from the beginning that are whole, valid characters.
inline size_t ValidUtf8Prefix(const std::string& text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  size_t at = 0;
  while (at < text.size()) {
    const unsigned char first = byte(at);
    if (first < 0x80) {
      ++at;
      continue;
    }
    const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return at;
    for (size_t i = 1; i < length; ++i) {
      if ((byte(at + i) & 0xC0) != 0x80) return at;
    }
    const unsigned char second = byte(at + 1);
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) {
      return at;
    }
    at += length;
  }
  return at;
}

}  // namespace clarion::server
