// A file that proves itself: every byte, line and order of it is held. Random tests print their
// seed.
#include "services/proof/export.h"

#include <algorithm>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proof/exports.h"

namespace clarion::proof {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> LinesOf(const std::string& file) {
  std::vector<std::string> lines = absl::StrSplit(file, '\n');
  lines.pop_back();
  return lines;
}

std::string FileOf(const std::vector<std::string>& lines) {
  return absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
}

TEST(Export, OfAWholeHistoryIsProvenAndSaysItsHead) {
  const AuditResult result = AuditOf(MorningFile());
  EXPECT_EQ(Words(result.fault), "line 0: ");
  EXPECT_EQ(result.records, static_cast<int64_t>(MorningRecords().size()));
  EXPECT_EQ(result.texts, 2);
  EXPECT_EQ(result.docket.releases_size(), 1);
  EXPECT_EQ(AuditOf(MorningFile(), result.head).fault.what, "");
  const AuditResult other = AuditOf(MorningFile(), std::string(64, '0'));
  EXPECT_THAT(other.fault.what, HasSubstr("leads to " + result.head));
}

TEST(Export, WithAnyByteFlippedIsRefusedAtItsLine) {
  const std::string& file = MorningFile();
  int line = 1;
  for (size_t i = 0; i < file.size(); ++i) {
    for (const char bit : {1, 4, 64}) {
      std::string flipped = file;
      flipped[i] = static_cast<char>(flipped[i] ^ bit);
      ExportFault fault;
      ASSERT_FALSE(ReadExport(flipped, fault).has_value()) << "byte " << i;
      // A line end that is none joins two lines; the paper's name shows with its records' audit.
      ASSERT_GE(fault.line, 1) << "byte " << i;
      const bool names_it = file[i] != '\n' && line != 2;
      ASSERT_EQ(fault.line, names_it ? line : fault.line) << "byte " << i;
    }
    if (file[i] == '\n') ++line;
  }
}

TEST(Export, WithAnyLineRemovedIsRefused) {
  const std::vector<std::string> lines = LinesOf(MorningFile());
  for (size_t i = 0; i < lines.size(); ++i) {
    std::vector<std::string> fewer = lines;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    ExportFault fault;
    EXPECT_FALSE(ReadExport(FileOf(fewer), fault).has_value()) << "line " << i + 1;
    EXPECT_FALSE(fault.what.empty());
  }
}

TEST(Export, WithAnyTwoLinesSwappedIsRefused) {
  const uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 random(seed);
  const std::vector<std::string> lines = LinesOf(MorningFile());
  const auto swapped = [&](size_t a, size_t b) {
    std::vector<std::string> other = lines;
    std::swap(other[a], other[b]);
    ExportFault fault;
    EXPECT_FALSE(ReadExport(FileOf(other), fault).has_value()) << a + 1 << " and " << b + 1;
    EXPECT_LE(fault.line, static_cast<int>(std::max(a, b)) + 1);
  };
  for (size_t i = 0; i + 1 < lines.size(); ++i) swapped(i, i + 1);
  for (int i = 0; i < 1000; ++i) {
    const size_t a = random() % lines.size();
    const size_t b = random() % lines.size();
    if (a != b) swapped(a, b);
  }
}

TEST(Export, CutOffAnywhereIsRefused) {
  const std::string& file = MorningFile();
  for (size_t size = 0; size < file.size(); size += 7) {
    ExportFault fault;
    EXPECT_FALSE(ReadExport(file.substr(0, size), fault).has_value()) << size;
  }
}

}  // namespace
}  // namespace clarion::proof
