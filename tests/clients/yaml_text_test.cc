#include "clients/cli/yaml_text.h"

#include <google/protobuf/util/message_differencer.h>

#include "gtest/gtest.h"
#include "services/server/yaml_proto.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

// What is exported is what an import reads, to the letter; also where a text looks like YAML.
TEST(ToYaml, IsReadBackByTheServicesAsTheSame) {
  v1::Roster roster = CountyAfterwards();
  roster.clear_uncovered();
  v1::Official& odd = *roster.mutable_officials(1);
  odd.set_name("yes");
  odd.set_post("- a: \"b\" # c\\\n　d");
  odd.add_complement_of("emb-head");
  odd.add_phones("00123");
  odd.set_vacant(true);
  v1::Roster read;
  const absl::Status status = server::ReadYaml(cli::ToYaml(roster), "exported", &read);
  ASSERT_TRUE(status.ok()) << status << "\n" << cli::ToYaml(roster);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(roster, read))
      << cli::ToYaml(roster);
}

TEST(ToYaml, OfNothingIsNothing) { EXPECT_EQ(cli::ToYaml(v1::Roster()), ""); }

}  // namespace
}  // namespace clarion::tests
