#include "clients/cli/table.h"

#include <utf8proc.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
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

void PrintCsv(std::ostream& out, const std::vector<std::vector<Cell>>& lines) {
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      // A lone dash is our own mark for nothing.
      out << (i == 0 ? "" : ",") << (line[i].text == "-" ? "" : CsvCell(line[i].text));
    }
    out << "\n";
  }
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

std::string CsvCell(const std::string& text) {
  // Spreadsheets look past leading blanks, and take full-width signs for the plain ones.
  const size_t first = text.find_first_not_of(' ');
  const std::string rest = first == std::string::npos ? "" : text.substr(first);
  bool formula = false;
  for (const char* sign : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
    formula = formula || absl::StartsWith(rest, sign);
  }
  std::string safe = (formula ? "'" : "") + SafeLine(text);
  if (safe.find_first_of(",\"") == std::string::npos) return safe;
  return absl::StrCat("\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

bool Table::IsShown(size_t column, Shape shape) const {
  if (shape == Shape::kCsv || columns_[column].shown == Shown::kAlways) return true;
  if (columns_[column].shown == Shown::kWide) return shape == Shape::kWide;
  return std::any_of(rows_.begin(), rows_.end(), [&](const std::vector<Cell>& row) {
    return column < row.size() && !row[column].text.empty();
  });
}

void Table::Print(std::ostream& out, bool colour, Shape shape) const {
  std::vector<size_t> shown;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (IsShown(i, shape)) shown.push_back(i);
  }
  std::vector<std::vector<Cell>> lines(1);
  for (const size_t i : shown) lines[0].emplace_back(columns_[i].name);
  for (const auto& row : rows_) {
    lines.emplace_back();
    for (const size_t i : shown) lines.back().push_back(i < row.size() ? row[i] : Cell(""));
  }
  if (shape == Shape::kCsv) return PrintCsv(out, lines);
  std::vector<int> widths(shown.size(), 0);
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], Width(SafeLine(line[i].text)));
    }
  }
  for (const auto& line : lines) {
    size_t end = line.size();
    while (end > 0 && line[end - 1].text.empty()) --end;  // no blanks at the end of a line
    for (size_t i = 0; i < end; ++i) {
      const std::string text = SafeLine(line[i].text);
      const std::string padded = i + 1 == end ? text : Padded(text, widths[i]) + "  ";
      out << Tinted(padded, line[i].tint, colour);
    }
    out << "\n";
  }
}

}  // namespace clarion::cli
