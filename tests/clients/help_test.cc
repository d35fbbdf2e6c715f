// Help, completion and advice speak of commands there are, in both languages.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "clarion/v1/errors.pb.h"
#include "clients/cli/advice.h"
#include "clients/cli/again.h"
#include "clients/cli/completion.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli_run.h"
#include "tests/clients/command_tree.h"

namespace clarion::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

bool HasHan(const std::string& text) {
  // UTF-8 of U+4E00 to U+9FFF begins with E4 to E9.
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c >= 0xe4 && c <= 0xe9; });
}

// `中文 | English`.
std::string FaultOfDescription(const std::string& text) {
  const size_t bar = text.find(" | ");
  if (bar == std::string::npos) return "is in one language";
  if (!HasHan(text.substr(0, bar))) return "has no Chinese";
  return HasHan(text.substr(bar + 3)) || bar + 3 == text.size() ? "has no English" : "";
}

TEST(Help, SaysInBothLanguagesWhatEveryCommandAndOptionIs) {
  const CommandTree tree;
  for (const Leaf& leaf : tree.all()) {
    if (leaf.app != &tree.program()) {
      EXPECT_EQ(FaultOfDescription(leaf.app->get_description()), "") << leaf.path;
    }
    for (const CLI::Option* option : leaf.app->get_options()) {
      EXPECT_EQ(FaultOfDescription(option->get_description()), "")
          << leaf.path << " " << option->get_name();
    }
  }
}

TEST(Help, HasForEveryCommandAnExampleThatIsUnderstood) {
  CommandTree tree;
  const std::string heading = "例 Example:\n  ";
  for (const Leaf& leaf : tree.leaves()) {
    const std::string footer = leaf.app->get_footer();
    ASSERT_EQ(footer.rfind(heading, 0), 0u) << leaf.path;
    const std::string example = footer.substr(heading.size());
    EXPECT_EQ(tree.Misunderstood(example), "") << example;
    EXPECT_THAT(example, HasSubstr(leaf.path.substr(sizeof("clarion") - 1))) << leaf.path;
  }
}

TEST(Help, IsPrintedForEveryCommand) {
  Script script;
  FakeDesks desks(script);
  Person person(desks);
  for (const Leaf& leaf : CommandTree().all()) {
    std::vector<std::string> words;
    std::istringstream in(leaf.path.substr(sizeof("clarion") - 1));
    for (std::string word; in >> word;) words.push_back(word);
    words.emplace_back("--help");
    const CliResult result = person.Run(words);
    EXPECT_EQ(result.code, 0) << leaf.path;
    EXPECT_THAT(result.out, HasSubstr("用法 Usage")) << leaf.path;
  }
}

// The handbooks are read beside the terminal: every line of theirs can be typed.
TEST(Handbook, HasOnlyCommandsThatAreUnderstood) {
  CommandTree tree;
  int seen = 0;
  for (const char* name : {"handbook.md", "handbook.zh-CN.md"}) {
    std::ifstream file(std::string(CLARION_CASES) + "/../" + name);
    for (std::string line; std::getline(file, line);) {
      const size_t begin = line.find_first_not_of(' ');
      if (begin == std::string::npos || line.compare(begin, 8, "clarion ") != 0) continue;
      line = line.substr(begin, line.find(" #", begin) - begin);
      EXPECT_EQ(tree.Misunderstood(line), "") << name << ": " << line;
      ++seen;
    }
  }
  EXPECT_GT(seen, 20);
}

TEST(Advice, NamesOnlyCommandsThereAre) {
  CommandTree tree;
  const auto* reasons = v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    std::string next = cli::FindAdvice(*reasons->value(i))->next;
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>("{}", "7"), {"APPROVER", "a"}, {"SPEAKER", "s"}}) {
      for (size_t at = next.find(from); at != std::string::npos; at = next.find(from)) {
        next.replace(at, from.size(), to);
      }
    }
    if (next == "clarion-admin verify" || next == "--help")
      continue;  // an operator's; of each command
    if (next.rfind("... ", 0) == 0) {
      const std::string option = next.substr(next.find('-'), next.find(' ', 4) - next.find('-'));
      bool known = option == "-request-id";
      for (const Leaf& leaf : tree.all()) {
        known = known || leaf.app->get_option_no_throw(option) != nullptr;
      }
      EXPECT_TRUE(known) << next;
    } else {
      EXPECT_EQ(tree.Misunderstood(next), "") << next;
    }
  }
}

TEST(SaidAgain, ReplacesWhatWasGivenForTheOption) {
  EXPECT_EQ(cli::SaidAgain({"release", "publish", "7", "r1"}, "--yes"),
            "clarion release publish 7 r1 --yes");
  EXPECT_EQ(cli::SaidAgain({"incident", "verify", "7", "--basis", "", "--lang=zh"}, "--basis TEXT"),
            "clarion incident verify 7 --lang=zh --basis TEXT");
  EXPECT_EQ(cli::SaidAgain({"a", "--context=duty", "b"}, "--context approver"),
            "clarion a b --context approver");
  EXPECT_EQ(cli::SaidAgain({"a", "--request-id", "x", "b"}, "-request-id"), "clarion a b");
}

TEST(ShellQuoted, CanBeTypedAndDoesNothingElse) {
  EXPECT_EQ(cli::ShellQuoted("化工厂"), "化工厂");
  EXPECT_EQ(cli::ShellQuoted("a b"), "'a b'");
  EXPECT_EQ(cli::ShellQuoted("$(x)"), "'$(x)'");
  EXPECT_EQ(cli::ShellQuoted("it's"), "'it'\\''s'");
  EXPECT_EQ(cli::ShellQuoted(""), "''");
}

// What bash offers after a line, with the script the program prints.
std::vector<std::string> Offered(const std::string& line) {
  const CommandTree tree;
  Script script;
  FakeDesks desks(script);
  const Person person(desks);
  const std::string file = person.File("completion.bash", cli::BashCompletion(tree.program()));
  const std::string command =
      "bash -c 'source " + file + "; COMP_WORDS=(" + line +
      "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _clarion; printf \"%s\\n\" \"${COMPREPLY[@]}\"'";
  std::vector<std::string> words;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return words;
  char word[256];
  while (std::fgets(word, sizeof word, pipe) != nullptr) {
    words.emplace_back(word);
    words.back().pop_back();
  }
  EXPECT_EQ(pclose(pipe), 0) << line;
  return words;
}

TEST(Completion, OffersInBashWhatTheTreeHas) {
  using ::testing::Contains;
  using ::testing::ElementsAre;
  EXPECT_THAT(Offered("clarion inc"), ElementsAre("incident"));
  EXPECT_THAT(Offered("clarion incident fact \"\""), Contains("set"));
  EXPECT_THAT(Offered("clarion deadline waive \"\""), Contains("approve"));
  EXPECT_THAT(Offered("clarion incident grade 7 --t"), ElementsAre("--to", "--timeout"));
  EXPECT_THAT(Offered("clarion incident grade 7 --to \"\""),
              ElementsAre("I", "II", "III", "IV", "NONE"));
  EXPECT_THAT(Offered("clarion --lang en conference start 7 --form br"), ElementsAre("briefing"));
  EXPECT_THAT(Offered("clarion incident list -o json --lang \"\""), ElementsAre("zh", "en"));
  EXPECT_THAT(Offered("clarion incident verify 7 --basis \"\""), ElementsAre(""));
}

TEST(Completion, HasEveryCommandInBothShells) {
  const CommandTree tree;
  const std::string bash = cli::BashCompletion(tree.program());
  const std::string zsh = cli::ZshCompletion(tree.program());
  EXPECT_EQ(zsh.rfind("#compdef clarion\n", 0), 0u);
  EXPECT_THAT(zsh, Not(HasSubstr("local path")));
  for (const Leaf& leaf : tree.all()) {
    EXPECT_THAT(bash, HasSubstr("\"" + leaf.path + "\") words=")) << leaf.path;
    EXPECT_THAT(zsh, HasSubstr("(\"" + leaf.path + "\") offered=")) << leaf.path;
  }
}

}  // namespace
}  // namespace clarion::tests
