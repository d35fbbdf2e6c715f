// The core is pure: its files include the standard library, Abseil, protobuf messages and each
// other, and nothing that has a clock, a socket, a thread or a hash.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace clarion::testing {
namespace {

const std::vector<std::string> kAllowed = {"absl/", "google/protobuf/", "google/rpc/",
                                           "clarion/v1/", "services/core/"};
const std::vector<std::string> kImpure = {"thread", "mutex",   "atomic",   "chrono", "random",
                                          "future", "fstream", "iostream", "ctime",  "filesystem"};

bool StartsWithAny(const std::string& text, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return text.rfind(prefix, 0) == 0; });
}

TEST(Core, IncludesOnlyWhatIsPure) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(CLARION_SOURCE_DIR "/services/core")) {
    const std::string extension = entry.path().extension();
    if (extension != ".cc" && extension != ".h") continue;
    ++files;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (line.rfind("#include ", 0) != 0) continue;
      const std::string name = line.substr(10, line.find_last_of("\">") - 10);
      if (line[9] == '"') {
        EXPECT_TRUE(StartsWithAny(name, kAllowed)) << entry.path() << ": " << line;
      } else {
        EXPECT_EQ(name.find('.'), std::string::npos) << entry.path() << ": " << line;
        EXPECT_EQ(std::count(kImpure.begin(), kImpure.end(), name), 0)
            << entry.path() << ": " << line;
      }
      EXPECT_EQ(name.find("service.pb.h"), std::string::npos) << entry.path() << ": " << line;
    }
  }
  EXPECT_GT(files, 30);
}

TEST(Core, AsksNobodyForTheTime) {
  for (const auto& entry :
       std::filesystem::directory_iterator(CLARION_SOURCE_DIR "/services/core")) {
    if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      EXPECT_EQ(line.find("absl::Now("), std::string::npos) << entry.path() << ": " << line;
    }
  }
}

}  // namespace
}  // namespace clarion::testing
