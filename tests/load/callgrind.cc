#include "tests/load/callgrind.h"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

namespace clarion::load {
namespace {

// operator new comes down to these. A local alias, such as malloc'2, is a recursion.
bool IsAllocation(const std::string& function) {
  static constexpr std::array<const char*, 6> kNames = {
      "malloc", "calloc", "realloc", "aligned_alloc", "posix_memalign", "memalign"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](const char* name) { return function == name; });
}

// `(17) malloc` names function 17, `(17)` means it again.
std::string NameIn(const std::string& text, std::map<std::string, std::string>& names) {
  const size_t end = text.find(')');
  if (end == std::string::npos) return text;
  const std::string id = text.substr(0, end);
  if (end + 2 < text.size()) names[id] = text.substr(end + 2);
  return names[id];
}

}  // namespace

Executed ReadCallgrind(const std::string& profile) {
  Executed executed;
  std::istringstream lines(profile);
  std::map<std::string, std::string> names;
  std::string line;
  std::string called;
  while (std::getline(lines, line)) {
    double number = 0;
    if (absl::StartsWith(line, "fn=")) {
      NameIn(line.substr(3), names);
    } else if (absl::StartsWith(line, "cfn=")) {
      called = NameIn(line.substr(4), names);
    } else if (absl::StartsWith(line, "calls=")) {
      const std::string count = line.substr(6, line.find(' ') - 6);
      if (IsAllocation(called) && absl::SimpleAtod(count, &number)) executed.allocations += number;
    } else if (absl::StartsWith(line, "summary: ")) {
      const std::string sum = line.substr(9, line.find(' ', 9) - 9);
      if (absl::SimpleAtod(sum, &number)) executed.instructions += number;
    }
  }
  return executed;
}

}  // namespace clarion::load
