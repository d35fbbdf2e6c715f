// clarion-admin as a program: what it makes, what it refuses, what it finds, how it ends.
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/proof/chain.h"
#include "services/store/keys.h"
#include "services/store/stored_paper.h"
#include "tests/store/store_fixture.h"
#include "tests/support/status_matchers.h"

namespace clarion::store {
namespace {

using ::clarion::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

const char kAdministrator[] = "regions/000000/accounts/admin";

struct Ended {
  int code = -1;
  std::string output;  // both streams
};

class AdminTest : public StoreTest {
 protected:
  Ended Admin(const std::string& arguments) {
    const std::string line = absl::StrCat(CLARION_ADMIN, " ", arguments, " 2>&1");
    Ended ended;
    FILE* const pipe = popen(line.c_str(), "r");
    std::array<char, 4096> buffer;
    while (const size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) {
      ended.output.append(buffer.data(), n);
    }
    ended.code = WEXITSTATUS(pclose(pipe));
    return ended;
  }
  std::string Socket() const { return absl::StrCat(" --socket ", redis_.socket()); }
  std::string PasswordFile() const { return redis_.folder() + "/password"; }
  std::string Password() const {
    std::ifstream file(PasswordFile());
    std::string password;
    std::getline(file, password);
    return password;
  }
  void Init() {
    const Ended init = Admin(absl::StrCat("init --password-file ", PasswordFile(), Socket()));
    ASSERT_EQ(init.code, 0) << init.output;
  }
};

TEST_F(AdminTest, InitMakesAnAdministratorWhosePasswordIsKeptAsArgon2idOnly) {
  Init();
  Open();
  const auto paper = LoadCurrent(kAdministrator);
  ASSERT_THAT(paper, IsOk());
  const v1::Account& account = (*paper)->paper.account();
  EXPECT_EQ(account.role(), v1::ROLE_ADMINISTRATOR);
  EXPECT_EQ(account.person(), "admin");
  const std::string hash =
      redis_.Run({"GET", TextKey(ShardOf(kAdministrator), account.credential().sha256())});
  EXPECT_THAT(hash, ::testing::StartsWith("$argon2id$"));
  EXPECT_EQ(Password().size(), 20u);
  struct stat info = {};
  ASSERT_EQ(stat(PasswordFile().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  // Nowhere in Redis.
  std::ifstream file(redis_.AppendFile(), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_THAT(bytes, HasSubstr("argon2id"));
  EXPECT_THAT(bytes, Not(HasSubstr(Password())));
}

TEST_F(AdminTest, InitRefusesADataSetThatIsThere) {
  Init();
  const std::string password = Password();
  const Ended again = Admin(absl::StrCat("init --password-file ", PasswordFile(), Socket()));
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.output, HasSubstr("already"));
  EXPECT_EQ(Password(), password);
}

TEST_F(AdminTest, InitCompletesADataSetLeftWithoutAnAdministrator) {
  Initialise();  // as if it was broken off here
  Init();
  EXPECT_EQ(redis_.Run({"EXISTS", PaperKey(kAdministrator)}), "1");
}

TEST_F(AdminTest, InitRefusesARedisThatDoesNotKeepWhatIsPromised) {
  redis_.Run({"CONFIG", "SET", "appendfsync", "everysec"});
  const Ended init = Admin("init" + Socket());
  EXPECT_EQ(init.code, 1);
  EXPECT_THAT(init.output, HasSubstr("appendfsync"));
  EXPECT_EQ(redis_.Run({"DBSIZE"}), "0");
}

TEST_F(AdminTest, InitPrintsThePasswordWhenAskedTo) {
  const Ended init = Admin("init --password-out -" + Socket());
  EXPECT_EQ(init.code, 0);
  EXPECT_THAT(init.output, ::testing::ContainsRegex("(^|\n)[a-zA-Z2-9]{20}\n"));
}

TEST_F(AdminTest, AWrongCallEndsWithTwo) {
  for (const std::string arguments :
       {"", "init", "accept", "clock set yesterday", "nonsense", "init --durability paper"}) {
    const bool with_socket =
        arguments.find("clock") == 0 || arguments.find("durab") != std::string::npos;
    EXPECT_EQ(Admin(arguments + (with_socket ? Socket() : "")).code, 2) << arguments;
  }
  EXPECT_EQ(Admin("--help").code, 0);
}

TEST_F(AdminTest, ClockIsSetInEveryShardOfAManualDataSetOnly) {
  const Ended init = Admin(absl::StrCat(
      "init --manual-clock 2026-03-03T08:00:00+08:00 --password-file ", PasswordFile(), Socket()));
  ASSERT_EQ(init.code, 0) << init.output;
  EXPECT_THAT(Admin("clock get" + Socket()).output, HasSubstr("manual 2026-03-03T00:00:00.000Z"));
  EXPECT_EQ(Admin("clock set 2026-03-03T13:00:00.001+08:00" + Socket()).code, 0);
  EXPECT_THAT(Admin("clock" + Socket()).output, HasSubstr("manual 2026-03-03T05:00:00.001Z"));
  EXPECT_EQ(Admin("clock --to 2026-03-03T09:00:00+08:00" + Socket()).code, 0);
  Open();
  EXPECT_EQ(store_->Now(), absl::FromUnixSeconds(1'772'499'600));
}

TEST_F(AdminTest, ARealClockIsNotSet) {
  Init();
  EXPECT_EQ(Admin("clock set 2026-03-03T13:00:00+08:00" + Socket()).code, 1);
}

class VerifyTest : public AdminTest {
 protected:
  void SetUp() override { Init(); }
  std::string History() { return HistoryKey(kAdministrator); }
  void ExpectFault(const std::string& words) {
    const Ended verify = Admin("verify" + Socket());
    EXPECT_EQ(verify.code, 1);
    EXPECT_THAT(verify.output, HasSubstr(kAdministrator));
    EXPECT_THAT(verify.output, HasSubstr(words));
    EXPECT_THAT(verify.output, HasSubstr("1 faults"));
  }
};

TEST_F(VerifyTest, FindsNothingWhereNothingIsWrong) {
  const Ended verify = Admin("verify" + Socket());
  EXPECT_EQ(verify.code, 0) << verify.output;
  EXPECT_THAT(verify.output, HasSubstr("1 papers, 1 records"));
}

TEST_F(VerifyTest, FindsAFlippedByteOfABody) {
  redis_.Run({"SETRANGE", PaperKey(kAdministrator), "60", "#"});
  ExpectFault("differ");
}

TEST_F(VerifyTest, FindsARecordThatWasChangedAndNamesIt) {
  v1::Record record;
  ASSERT_TRUE(record.ParseFromString(redis_.Run({"LINDEX", History(), "0"})));
  record.mutable_actor()->set_person("somebody else");
  redis_.Run({"LSET", History(), "0", record.SerializeAsString()});
  ExpectFault("broken at record 1: its bytes differ");
}

TEST_F(VerifyTest, FindsARecordThatIsMissing) {
  redis_.Run({"DEL", History()});
  ExpectFault("broken at record 1: it is missing");
}

TEST_F(VerifyTest, FindsAPaperThatIsMissing) {
  redis_.Run({"DEL", PaperKey(kAdministrator)});
  ExpectFault("is missing");
}

TEST_F(VerifyTest, FindsABodyThatIsNotTheFoldOfItsRecords) {
  const std::string stored = redis_.Run({"GET", PaperKey(kAdministrator)});
  v1::Paper paper = (*DecodePaper(kAdministrator, stored))->paper;
  paper.mutable_account()->set_role(v1::ROLE_DUTY);
  redis_.Run({"SET", PaperKey(kAdministrator),
              EncodePaper(stored.substr(0, kHeadBytes), paper.SerializeAsString())});
  ExpectFault("not the fold");
}

TEST_F(VerifyTest, FindsAPlaceAmongTheDueThatTheLawDoesNotGive) {
  redis_.Run({"ZADD", ShardKey(ShardOf(kAdministrator), "due"), "1", kAdministrator});
  ExpectFault("due set");
}

TEST_F(AdminTest, DoctorEndsWithOneWhenSomethingIsWrong) {
  Init();
  EXPECT_EQ(Admin("doctor" + Socket()).code, 0);
  redis_.Run({"CONFIG", "SET", "appendfsync", "no"});
  const Ended doctor = Admin("doctor" + Socket());
  EXPECT_EQ(doctor.code, 1);
  EXPECT_THAT(doctor.output, HasSubstr("BAD"));
}

}  // namespace
}  // namespace clarion::store
