#include "clients/cli/table.h"

#include <utf8proc.h>

#include <algorithm>

#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

// One character and the columns it takes.
struct Glyph {
  size_t bytes;
  int columns;
};

Glyph First(const char* at, size_t left) {
  utf8proc_int32_t c = 0;
  const utf8proc_ssize_t used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(at),
                                                 static_cast<utf8proc_ssize_t>(left), &c);
  if (used <= 0) return {1, 1};
  return {static_cast<size_t>(used), utf8proc_charwidth(c)};
}

}  // namespace

int Width(const std::string& text) {
  int width = 0;
  for (size_t i = 0; i < text.size();) {
    const Glyph glyph = First(text.data() + i, text.size() - i);
    width += glyph.columns;
    i += glyph.bytes;
  }
  return width;
}

std::string Padded(const std::string& text, int width) {
  return text + std::string(static_cast<size_t>(std::max(0, width - Width(text))), ' ');
}

std::string Cut(const std::string& text, int width) {
  if (Width(text) <= width) return text;
  int used = 0;
  size_t end = 0;
  while (end < text.size()) {
    const Glyph glyph = First(text.data() + end, text.size() - end);
    if (used + glyph.columns > width - 1) break;
    used += glyph.columns;
    end += glyph.bytes;
  }
  return text.substr(0, end) + "…";
}

std::string Tinted(const std::string& text, Tint tint, bool colour) {
  if (!colour || tint == Tint::kNone) return text;
  const char* code = tint == Tint::kGood ? "32" : tint == Tint::kWarn ? "33" : "31";
  return std::string("\x1b[") + code + "m" + text + "\x1b[0m";
}

void Table::Print(std::ostream& out, bool colour) const {
  std::vector<int> widths;
  for (const std::string& name : header_) widths.push_back(Width(name));
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], Width(SafeLine(row[i].text)));
    }
  }
  const auto line = [&](const std::vector<Cell>& row, bool tinted) {
    size_t end = std::min(row.size(), widths.size());
    while (end > 0 && row[end - 1].text.empty()) --end;  // no blanks at the end of a line
    for (size_t i = 0; i < end; ++i) {
      const std::string text = SafeLine(row[i].text);
      const std::string padded = i + 1 == end ? text : Padded(text, widths[i]) + "  ";
      out << (tinted ? Tinted(padded, row[i].tint, colour) : padded);
    }
    out << "\n";
  };
  line(std::vector<Cell>(header_.begin(), header_.end()), false);
  for (const auto& row : rows_) line(row, true);
}

}  // namespace clarion::cli
