// What is printed, to the letter: files in golden/, written anew with CLARION_UPDATE_GOLDEN=1.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "gtest/gtest.h"
#include "tests/clients/cli_run.h"
#include "tests/clients/fixtures.h"

namespace clarion::tests {
namespace {

struct Page {
  const char* name;
  std::vector<std::string> arguments;
};

class Golden : public ::testing::TestWithParam<Page> {};

TEST_P(Golden, IsPrintedInBothLanguages) {
  Script script;
  script.dockets = {OverdueComplaint(), MajorFire(), Drill()};
  FakeDesks desks(script);
  Person person(desks);
  for (const char* lang : {"zh", "en"}) {
    std::vector<std::string> arguments = GetParam().arguments;
    arguments.insert(arguments.end(), {"--lang", lang});
    const CliResult result = person.Run(arguments);
    ASSERT_EQ(result.code, 0) << result.err;
    const std::string path =
        std::string(CLARION_GOLDEN) + "/" + GetParam().name + "." + lang + ".txt";
    if (std::getenv("CLARION_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << result.out;
    std::ifstream file(path);
    std::stringstream expected;
    expected << file.rdbuf();
    EXPECT_EQ(result.out, expected.str()) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Pages, Golden,
    ::testing::Values(Page{"incident_list", {"incident", "list"}},
                      Page{"incident_show", {"incident", "show", "7"}},
                      Page{"incident_history", {"incident", "history", "7"}},
                      Page{"deadline_list", {"deadline", "list", "--all"}},
                      Page{"deadline_show_drill", {"deadline", "show", "9"}},
                      Page{"roster_show", {"roster", "show"}},
                      Page{"incident_list_ndjson", {"incident", "list", "-o", "ndjson"}}),
    [](const ::testing::TestParamInfo<Page>& test) { return test.param.name; });

}  // namespace
}  // namespace clarion::tests
