#include "clients/cli/safe_text.h"

#include <utf8proc.h>

#include <cstdio>

namespace clarion::cli {
namespace {

bool IsUnsafe(utf8proc_int32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||  // C0, DEL, C1
         c == 0x061c || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);
}

void Append(std::string& out, utf8proc_int32_t c) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size = utf8proc_encode_char(c, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

template <class Replace>
std::string Clean(const std::string& text, const Replace& replace) {
  std::string out;
  out.reserve(text.size());
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t used = utf8proc_iterate(at, left, &c);
    if (used <= 0) {
      c = 0xfffd;
      used = 1;
    }
    IsUnsafe(c) ? replace(out, c) : Append(out, c);
    at += used;
    left -= used;
  }
  return out;
}

}  // namespace

std::string SafeLine(const std::string& text) {
  return Clean(text, [](std::string& out, utf8proc_int32_t c) {
    if (c == '\n' || c == '\t') out += ' ';
  });
}

std::string SafeText(const std::string& text) {
  return Clean(text, [](std::string& out, utf8proc_int32_t c) {
    if (c == '\n') out += '\n';
    if (c == '\t') out += ' ';
  });
}

std::string SafeJson(const std::string& json) {
  return Clean(json, [](std::string& out, utf8proc_int32_t c) {
    if (c == '\n') {
      out += '\n';
      return;
    }
    char escaped[16];
    if (c > 0xffff) {
      std::snprintf(escaped, sizeof escaped, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                    0xdc00 + ((c - 0x10000) & 0x3ff));
    } else {
      std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
    }
    out += escaped;
  });
}

}  // namespace clarion::cli
