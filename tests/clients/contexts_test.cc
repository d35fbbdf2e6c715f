#include "clients/cli/contexts.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"

namespace clarion::cli {
namespace {

class ContextsFile : public ::testing::Test {
 protected:
  ContextsFile() {
    std::string folder = std::filesystem::temp_directory_path() / "clarion-contexts-XXXXXX";
    folder_ = mkdtemp(folder.data());
    path_ = folder_ + "/deep/contexts.json";
  }
  ~ContextsFile() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
  std::string path_;
};

TEST_F(ContextsFile, IsReadAsItWasWrittenAndByNobodyElse) {
  Contexts contexts;
  contexts.current = "duty";
  ContextEntry& duty = contexts.entries["duty"];
  duty.account = "regions/410726/accounts/duty1";
  duty.region = "410726";
  duty.lang = "zh";
  duty.role = "DUTY";
  duty.expires_at = absl::FromUnixSeconds(1795392000);
  duty.target.token = "secret";
  duty.target.ca_file = "/ca.pem";
  duty.target.addresses = {"a:1", "b:2", "c:3", "d:4"};
  ASSERT_TRUE(SaveContexts(path_, contexts).ok());

  struct stat facts {};
  ASSERT_EQ(stat(path_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  const auto read = LoadContexts(path_);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->current, "duty");
  EXPECT_EQ(read->entries.at("duty").target.addresses, duty.target.addresses);
  EXPECT_EQ(read->entries.at("duty").target.token, "secret");
  EXPECT_EQ(read->entries.at("duty").account, duty.account);
  EXPECT_EQ(read->entries.at("duty").role, "DUTY");
  EXPECT_EQ(read->entries.at("duty").expires_at, duty.expires_at);
}

TEST_F(ContextsFile, MissingIsEmptyAndBrokenIsAFault) {
  EXPECT_TRUE(LoadContexts(path_)->entries.empty());
  std::ofstream(folder_ + "/broken.json") << "{\"contexts\": ";
  EXPECT_FALSE(LoadContexts(folder_ + "/broken.json").ok());
  // A value of another type is as good as none: nothing throws.
  std::ofstream(folder_ + "/odd.json") << R"({"current": 7, "contexts": {"a": {"token": []}}})";
  const auto odd = LoadContexts(folder_ + "/odd.json");
  ASSERT_TRUE(odd.ok());
  EXPECT_EQ(odd->entries.at("a").target.token, "");
  EXPECT_EQ(odd->entries.at("a").expires_at, absl::InfinitePast());
}

}  // namespace
}  // namespace clarion::cli
