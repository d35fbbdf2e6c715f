#include "tests/clients/command_tree.h"

#include <algorithm>

namespace clarion::tests {
namespace {

void Collect(const CLI::App& app, const std::string& path, std::vector<Leaf>& all) {
  all.push_back({path, &app});
  for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
    Collect(*below, path + " " + below->get_name(), all);
  }
}

std::vector<std::string> ShellWords(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  char quote = 0;
  bool begun = false;
  for (const char c : line) {
    if (quote == 0 && c == '>') break;
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
      begun = true;
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && c == ' ') {
      if (begun) words.push_back(word);
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) words.push_back(word);
  return words;
}

}  // namespace

CommandTree::CommandTree() { cli::DeclareCommands(program_, options_, chosen_); }

std::vector<Leaf> CommandTree::all() const {
  std::vector<Leaf> all;
  Collect(program_, "clarion", all);
  return all;
}

std::vector<Leaf> CommandTree::leaves() const {
  std::vector<Leaf> leaves = all();
  const auto has_more = [](const Leaf& leaf) {
    return !leaf.app->get_subcommands([](const CLI::App*) { return true; }).empty();
  };
  leaves.erase(std::remove_if(leaves.begin(), leaves.end(), has_more), leaves.end());
  return leaves;
}

std::string CommandTree::Misunderstood(const std::string& line) {
  std::vector<std::string> words = ShellWords(line);
  if (words.empty() || words.front() != "clarion") return "does not begin with clarion";
  std::reverse(words.begin(), words.end());
  words.pop_back();
  try {
    program_.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return error.get_exit_code() == 0 ? "" : error.what();
  }
  return "";
}

}  // namespace clarion::tests
