// Tables whose columns stand straight when half the characters are twice as wide.
//
// Plain text: no frames, two spaces between columns, so that a table can be cut, sorted and sent.
// Cells are cleaned by SafeLine. Colour only where the caller says the output is a terminal.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace clarion::cli {

// Columns of a terminal the text takes: Han and full-width characters two, combining marks none.
int Width(const std::string& text);

// `text` with spaces to `width` columns.
std::string Padded(const std::string& text, int width);

// `text` cut to at most `width` columns, ending in … when it was cut.
std::string Cut(const std::string& text, int width);

enum class Tint { kNone, kGood, kWarn, kBad };

struct Cell {
  Cell(std::string t, Tint c = Tint::kNone) : text(std::move(t)), tint(c) {}  // NOLINT: implicit
  Cell(const char* t) : text(t) {}                                            // NOLINT: implicit
  std::string text;
  Tint tint = Tint::kNone;
};

class Table {
 public:
  explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}
  // Missing cells are empty; cells beyond the header are not printed.
  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  void Print(std::ostream& out, bool colour) const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<Cell>> rows_;
};

// A cell in its colour.
std::string Tinted(const std::string& text, Tint tint, bool colour);

}  // namespace clarion::cli
