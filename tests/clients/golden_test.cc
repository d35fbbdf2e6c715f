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
  bool everything = false;  // of the fire with a full file
};

class Golden : public ::testing::TestWithParam<Page> {};

TEST_P(Golden, IsPrintedInBothLanguages) {
  Script script;
  script.dockets = {OverdueComplaint(), MajorFire(), Drill()};
  if (GetParam().everything) {
    script.dockets = {FireWithEverything()};
    script.roster = CountyAfterwards();
    script.coming = CountyAfterwards();
    script.likely = LikelyDuplicates();
  }
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
                      Page{"incident_list_ndjson", {"incident", "list", "-o", "ndjson"}},
                      Page{"incident_list_wide", {"incident", "list", "-o", "wide"}},
                      Page{"incident_list_csv", {"incident", "list", "-o", "csv"}},
                      Page{"incident_history_csv", {"incident", "history", "7", "-o", "csv"}},
                      Page{"incident_show_full", {"incident", "show", "7"}, true},
                      Page{"incident_fact_list", {"incident", "fact", "list", "7"}, true},
                      Page{"incident_duplicates", {"incident", "duplicates", "--title", "x"}, true},
                      Page{"deadline_show_full", {"deadline", "show", "7", "-o", "wide"}, true},
                      Page{"deadline_simulate", {"deadline", "simulate", "--grade", "II"}},
                      Page{"evidence_list", {"evidence", "list", "7"}, true},
                      Page{"speaker_propose", {"speaker", "propose", "7"}},
                      Page{"roster_show_full", {"roster", "show", "-o", "wide"}, true},
                      Page{"leave_list", {"leave", "list"}, true},
                      Page{"user_list", {"user", "list"}}, Page{"rules_show", {"rules", "show"}},
                      Page{"notice_list", {"notice", "list", "7"}},
                      Page{"context_list", {"context", "list"}}),
    [](const ::testing::TestParamInfo<Page>& test) { return test.param.name; });

}  // namespace
}  // namespace clarion::tests
