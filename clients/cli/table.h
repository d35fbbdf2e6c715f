// Tables whose columns stand straight when half the characters are twice as wide.
//
// Plain text: no frames, two spaces between columns, so that a table can be cut, sorted and sent.
// Wide shows the columns that a narrow screen has no room for; no cell of CSV is ever taken for a
// formula by a spreadsheet. Cells are cleaned by SafeLine. Colour only
// where the caller says the output is a terminal.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace clarion::cli {

// Columns of a terminal the text takes: Han and full-width characters two, combining marks none.
int Width(const std::string& text);

// `text` with spaces to `width` columns.
std::string Padded(const std::string& text, int width);

// `text` cut to at most `width` columns, ending in … when it was cut.
std::string Cut(const std::string& text, int width);

enum class Tint { kNone, kGood, kWarn, kBad };
enum class Shape { kPlain, kWide, kCsv };

struct Cell {
  Cell(std::string t, Tint c = Tint::kNone) : text(std::move(t)), tint(c) {}  // NOLINT: implicit
  Cell(const char* t) : text(t) {}                                            // NOLINT: implicit
  std::string text;
  Tint tint = Tint::kNone;
};

// When a column is shown: always; on a wide screen; when any row has something in it. CSV has all
// of them always, so that a program finds the same columns every time.
enum class Shown { kAlways, kWide, kUsed };

struct Column {
  Column(std::string n, Shown s = Shown::kAlways)  // NOLINT: implicit
      : name(std::move(n)), shown(s) {}
  Column(const char* n, Shown s = Shown::kAlways) : name(n), shown(s) {}  // NOLINT: implicit
  std::string name;
  Shown shown = Shown::kAlways;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // Missing cells are empty; cells beyond the columns are not printed.
  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  void Print(std::ostream& out, bool colour, Shape shape = Shape::kPlain) const;

 private:
  bool IsShown(size_t column, Shape shape) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

// A cell in its colour.
std::string Tinted(const std::string& text, Tint tint, bool colour);

// One cell of a CSV file (RFC 4180). What a spreadsheet would take for a formula, beginning with
// = + - @ or their full-width forms, or with a tab or a line end, gets a ' before it.
std::string CsvCell(const std::string& text);

}  // namespace clarion::cli
