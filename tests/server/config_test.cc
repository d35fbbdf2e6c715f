// A configuration says all that is wrong with it at once, and what is read holds no gaps.
#include "services/server/config.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "services/server/prepared.h"
#include "tests/support/certificates.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace clarion::server {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() {
    for (const char* name : {"public.pem", "server.pem", "server.key", "pack.yaml"}) {
      support::WriteFile(dir_.path() + "/" + name, "x\n");
    }
  }

  absl::StatusOr<v1::Config> Read(const std::string& text) {
    support::WriteFile(file(), text);
    return ReadConfig(file());
  }
  std::string Faults(const std::string& text) { return std::string(Read(text).status().message()); }
  std::string file() const { return dir_.path() + "/incident.yaml"; }

  support::TempDir dir_;
};

constexpr char kWhole[] = R"(
store: {socket: redis.sock, durability: DISK}
listen: {address: "127.0.0.1:0", certificate: server.pem, key: server.key}
tokens: {public_keys: [public.pem]}
rule_pack: pack.yaml
state_dir: ../state
)";

TEST_F(ConfigTest, FillsInWhatIsNotSaid) {
  const auto config = Read(kWhole);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->store().queue_limit(), 4096);
  EXPECT_EQ(config->store().cache_bytes(), 256LL << 20);
  EXPECT_EQ(core::FromProto(config->tokens().lifetime()), absl::Hours(12));
  EXPECT_EQ(config->log_level(), "info");
}

TEST_F(ConfigTest, ReadsPathsFromItsOwnFolder) {
  const auto config = Read(kWhole);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->store().socket(), dir_.path() + "/redis.sock");
  EXPECT_EQ(config->tokens().public_keys(0), dir_.path() + "/public.pem");
  EXPECT_THAT(config->state_dir(), AllOf(::testing::StartsWith("/"), Not(HasSubstr(".."))));
}

TEST_F(ConfigTest, SaysEveryFaultAtOnce) {
  const std::string faults = Faults(R"(
store: {socket: redis.sock, queue_limit: -1}
listen: {adress: "127.0.0.1:0", certificate: none.pem}
tokens: {lifetime: 13h}
log_level: loud
)");
  for (const char* fault :
       {"incident.yaml:3: listen.adress: unknown key", "store.durability: is missing",
        "store.queue_limit: must be", "listen.address: is missing", "none.pem: cannot open",
        "listen.key: is missing", "tokens.public_keys: must name", "tokens.lifetime: must be",
        "rule_pack: is missing", "state_dir: is missing", "log_level: must be"}) {
    EXPECT_THAT(faults, HasSubstr(fault));
  }
}

TEST_F(ConfigTest, TheStoreIsASocketOrWhatTheSentinelsName) {
  const std::string whole = kWhole;
  const auto with = [&](const std::string& store) {
    return "store: {durability: REPLICATED, " + store + "}" + whole.substr(whole.find("\nlisten"));
  };
  const auto config =
      Read(with("sentinels: {master: clarion, addresses: ['10.0.0.1:26379', '[fd00::2]:26379']}"));
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->store().sentinels().addresses_size(), 2);

  EXPECT_THAT(Faults(with("")), HasSubstr("store.socket: is missing"));
  EXPECT_THAT(Faults(with("socket: s, sentinels: {master: m, addresses: ['10.0.0.1:1']}")),
              HasSubstr("in place of store.socket"));
  EXPECT_THAT(Faults(with("sentinels: {addresses: []}")),
              AllOf(HasSubstr("store.sentinels.master: is missing"),
                    HasSubstr("store.sentinels.addresses: must name")));
  // No names, and each once.
  EXPECT_THAT(
      Faults(with("sentinels: {master: m, addresses: ['host:1', '10.0.0.1:1', '10.0.0.1:1']}")),
      AllOf(HasSubstr("not `host:1`"), HasSubstr("names `10.0.0.1:1` twice")));
}

TEST_F(ConfigTest, ATextThatIsNoYamlHasOneFault) {
  EXPECT_THAT(Faults("store: ["), AllOf(HasSubstr("incident.yaml:"), Not(HasSubstr("is missing"))));
}

TEST_F(ConfigTest, AnAddressNamesHostAndPort) {
  for (const std::string address :
       {"127.0.0.1", ":80", "host:", "host:x", "host:65536", "host:-1"}) {
    std::string text = kWhole;
    text.replace(text.find("127.0.0.1:0"), 11, address);
    EXPECT_THAT(Faults(text), HasSubstr("listen.address: must be host:port")) << address;
  }
}

TEST_F(ConfigTest, AFileThatIsNotThereIsSaidSo) {
  const auto config = ReadConfig(dir_.path() + "/none.yaml");
  EXPECT_THAT(std::string(config.status().message()), HasSubstr("none.yaml: cannot open"));
}

TEST_F(ConfigTest, AFileIsReplacedWhole) {
  ASSERT_TRUE(WriteFileAtomically(file(), "first").ok());
  ASSERT_TRUE(WriteFileAtomically(file(), "second").ok());
  EXPECT_EQ(*ReadFile(file()), "second");
  EXPECT_FALSE(WriteFileAtomically(dir_.path() + "/none/x", "x").ok());
}

TEST(Certificate, MustBelongToItsKey) {
  const support::Certificates& certificates = support::TestCertificates();
  const std::string certificate = support::ReadFile(certificates.server);
  const std::string key = support::ReadFile(certificates.server_key);
  EXPECT_TRUE(CheckCertificate(certificate, key).ok());
  EXPECT_THAT(CheckCertificate(support::ReadFile(certificates.ca), key).ToString(),
              HasSubstr("is not the key"));
  EXPECT_THAT(CheckCertificate("x", key).ToString(), HasSubstr("holds no certificate"));
  EXPECT_THAT(CheckCertificate(certificate, certificate).ToString(), HasSubstr("holds no"));
}

}  // namespace
}  // namespace clarion::server
