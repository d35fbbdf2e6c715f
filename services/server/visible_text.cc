#include "services/server/visible_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "utf8proc.h"

namespace clarion::server {
namespace {

struct Range {
  int32_t first;
  int32_t last;
};

template <size_t N>
bool IsIn(const Range (&ranges)[N], int32_t c) {
  // Sorted: the first range that ends at or after the character.
  const Range* found =
      std::lower_bound(std::begin(ranges), std::end(ranges), c,
                       [](const Range& range, int32_t value) { return range.last < value; });
  return found != std::end(ranges) && found->first <= c;
}

// Turn the direction of writing.
constexpr Range kTurns[] = {{0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}};

// Take no room: two texts that look the same would differ.
constexpr Range kInvisible[] = {
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // grapheme joiner
    {0x115F, 0x1160},    // Hangul fillers
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200D},    // zero-width space, non-joiner, joiner
    {0x2028, 0x2029},    // line and paragraph separator
    {0x2060, 0x2065},    // word joiner, invisible operators
    {0x206A, 0x206F},    // deprecated formats
    {0x3164, 0x3164},    // Hangul filler
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // half-width Hangul filler
    {0xFFF0, 0xFFFB},    // interlinear annotation
    {0xE0000, 0xE00FF},  // tags
    {0xE01F0, 0xE0FFF},  // reserved for more of them
};

// Characters that are in normal form C whatever stands beside them: nearly all there is in Chinese,
// so that the long way is for the others.
constexpr Range kSurelyComposed[] = {
    {0x0000, 0x02FF}, {0x2010, 0x2027},   {0x2030, 0x205F},  {0x2460, 0x24FF}, {0x3000, 0x3098},
    {0x309B, 0x33FF}, {0x3400, 0x9FFF},   {0xAC00, 0xD7A3},  {0xE000, 0xF8FF}, {0xFE00, 0xFE0F},
    {0xFF00, 0xFFEF}, {0x20000, 0x2F7FF}, {0x30000, 0x3FFFD}};

constexpr Range kHan[] = {{0x3005, 0x3007}, {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
                          {0xF900, 0xFAFF}, {0x20000, 0x2FA1F}, {0x30000, 0x3FFFD}};

bool IsControl(int32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }
bool IsNoncharacter(int32_t c) { return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE; }
bool IsSelector(int32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x180B && c <= 0x180D) || c == 0x180F;
}
bool IsHanSelector(int32_t c) { return c >= 0xE0100 && c <= 0xE01EF; }

// What is wrong with `c` after `before` (0 at the beginning); null for nothing.
const char* FaultOf(int32_t c, int32_t before) {
  if (IsControl(c)) return "a control character";
  if (IsIn(kTurns, c)) return "which turns the direction of writing";
  if (IsIn(kInvisible, c)) return "which nobody sees";
  if (IsNoncharacter(c)) return "which is no character";
  if (IsHanSelector(c) && !IsIn(kHan, before)) return "a variation selector without its character";
  if (IsSelector(c) && (before == 0 || IsSelector(before) || IsHanSelector(before))) {
    return "a variation selector without its character";
  }
  return nullptr;
}

constexpr int32_t kNotPlain = -1;

// The character at `at` if it is printable ASCII, a Han ideograph, a CJK stop or a full-width form:
// nearly all there is in Chinese texts. These have no fault whatever stands beside them, so the
// long way is for the others.
int32_t PlainAt(const std::string& text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<int32_t>(static_cast<uint8_t>(text[i])); };
  const int32_t first = byte(at);
  if (first < 0x7F) return first >= 0x20 ? first : kNotPlain;
  if ((first & 0xF0) != 0xE0 || at + 3 > text.size()) return kNotPlain;
  const int32_t second = byte(at + 1);
  const int32_t third = byte(at + 2);
  if ((second & 0xC0) != 0x80 || (third & 0xC0) != 0x80) return kNotPlain;
  const int32_t c = (first & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
  const bool plain =
      (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3000 && c <= 0x3013) || (c >= 0xFF01 && c <= 0xFF5E);
  return plain ? c : kNotPlain;
}

bool MayBreakLines(TextShape shape, int32_t c, const std::string& text, size_t next) {
  if (shape == TextShape::kLine) return false;
  if (c == '\n' || c == '\t') return true;
  return shape == TextShape::kFile && c == '\r' && next < text.size() && text[next] == '\n';
}

bool IsComposed(const std::string& text) {
  utf8proc_uint8_t* composed = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &composed,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(composed, &std::free);
  return size == static_cast<utf8proc_ssize_t>(text.size()) &&
         std::equal(text.begin(), text.end(), reinterpret_cast<const char*>(composed));
}

}  // namespace

std::string FaultInText(const std::string& text, TextShape shape) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  size_t at = shape == TextShape::kFile && text.compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0;
  int32_t before = 0;
  bool composed = true;
  while (at < text.size()) {
    if (const int32_t plain = PlainAt(text, at); plain != kNotPlain) {
      at += plain < 0x80 ? 1 : 3;
      before = plain;
      continue;
    }
    int32_t c = 0;
    const auto left = static_cast<utf8proc_ssize_t>(text.size() - at);
    const utf8proc_ssize_t size = utf8proc_iterate(bytes + at, left, &c);
    if (size <= 0) return "is not valid UTF-8";
    at += static_cast<size_t>(size);
    if (const char* fault = FaultOf(c, before);
        fault != nullptr && !MayBreakLines(shape, c, text, at)) {
      return absl::StrFormat("holds U+%04X, %s; remove it", c, fault);
    }
    composed = composed && IsIn(kSurelyComposed, c);
    before = c;
  }
  if (!composed && !IsComposed(text)) return "is not in Unicode normal form C; send it composed";
  return "";
}

}  // namespace clarion::server
