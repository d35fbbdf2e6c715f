// `clarion completion bash|zsh`, and what they print.
#include "clients/cli/completion.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/cli/nouns.h"

namespace clarion::cli {
namespace {

struct Offered {
  std::string word;
  std::string meaning;
};

// One command of the tree and all that may follow it.
struct Node {
  std::string path;  // `clarion incident grade`
  std::vector<Offered> words;
  bool takes_file = false;  // as an argument
};

// What follows one option: a closed list, a file, or something only the person knows.
struct AfterOption {
  std::string path;    // of the command it belongs to; empty: of every command
  std::string option;  // `--grade`
  std::vector<std::string> values;
  bool file = false;
};

struct Tree {
  std::vector<Node> nodes;
  std::vector<AfterOption> options;
};

// `{zh,en}` of `TEXT:{zh,en}`.
std::vector<std::string> ClosedList(const std::string& type) {
  const size_t open = type.find('{');
  const size_t close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  return absl::StrSplit(type.substr(open + 1, close - open - 1), ',');
}

void Visit(const CLI::App& app, const std::string& path, Tree& tree) {
  const bool is_program = app.get_parent() == nullptr;
  Node node;
  node.path = path;
  for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
    node.words.push_back({below->get_name(), below->get_description()});
  }
  for (const CLI::Option* option : app.get_options()) {
    const std::string type = option->get_type_name();
    const bool is_file = absl::StartsWith(type, "FILE");
    if (!option->nonpositional()) {
      node.takes_file = node.takes_file || is_file;
      for (const std::string& value : ClosedList(type)) node.words.push_back({value, ""});
      continue;
    }
    for (const std::string& name : option->get_lnames()) {
      node.words.push_back({"--" + name, option->get_description()});
      if (option->get_expected_max() == 0) continue;  // a flag
      tree.options.push_back({is_program ? "" : path, "--" + name, ClosedList(type), is_file});
    }
  }
  tree.nodes.push_back(std::move(node));
  for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
    Visit(*below, absl::StrCat(path, " ", below->get_name()), tree);
  }
}

Tree TreeOf(const CLI::App& program) {
  Tree tree;
  Visit(program, "clarion", tree);
  // What holds for every command is offered by every command.
  const std::vector<Offered> global = tree.nodes.front().words;
  for (Node& node : tree.nodes) {
    if (&node == &tree.nodes.front()) continue;
    for (const Offered& offered : global) {
      if (absl::StartsWith(offered.word, "--") && offered.word != "--help") {
        node.words.push_back(offered);
      }
    }
  }
  return tree;
}

// `"clarion incident"|"clarion incident grade"`: every path that is one step down.
std::string Steps(const Tree& tree) {
  std::vector<std::string> paths;
  for (const Node& node : tree.nodes) paths.push_back(absl::StrCat("\"", node.path, "\""));
  return absl::StrJoin(paths, "|");
}

std::string Pattern(const AfterOption& option) {
  return option.path.empty() ? absl::StrCat("*\" ", option.option, "\"")
                             : absl::StrCat("\"", option.path, " ", option.option, "\"");
}

std::string ZshQuoted(const Offered& offered) {
  const std::string word = absl::StrReplaceAll(offered.word, {{":", "\\:"}});
  const std::string both =
      offered.meaning.empty() ? word : absl::StrCat(word, ":", offered.meaning);
  return absl::StrCat("'", absl::StrReplaceAll(both, {{"'", "'\\''"}}), "'");
}

struct CompletionOptions {
  const CLI::App* program = nullptr;
};

int RunBash(Session& session, const CompletionOptions& o) {
  session.terminal.out << BashCompletion(*o.program);
  return 0;
}

int RunZsh(Session& session, const CompletionOptions& o) {
  session.terminal.out << ZshCompletion(*o.program);
  return 0;
}

}  // namespace

std::string BashCompletion(const CLI::App& program) {
  const Tree tree = TreeOf(program);
  std::string script = absl::StrCat(
      "# Completion of clarion for bash: source <(clarion completion bash)\n"
      "_clarion() {\n"
      "  local at=clarion words='' files='' i\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  COMPREPLY=()\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case \"$at ${COMP_WORDS[i]}\" in\n"
      "      ",
      Steps(tree),
      ") at=\"$at ${COMP_WORDS[i]}\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$at $previous\" in\n");
  for (const AfterOption& option : tree.options) {
    const std::string answer =
        option.file ? "COMPREPLY=($(compgen -f -- \"$current\"))"
        : option.values.empty()
            ? ":"
            : absl::StrCat("COMPREPLY=($(compgen -W '", absl::StrJoin(option.values, " "),
                           "' -- \"$current\"))");
    absl::StrAppend(&script, "    ", Pattern(option), ") ", answer, "; return ;;\n");
  }
  absl::StrAppend(&script, "  esac\n  case \"$at\" in\n");
  for (const Node& node : tree.nodes) {
    std::vector<std::string> words;
    for (const Offered& offered : node.words) words.push_back(offered.word);
    absl::StrAppend(&script, "    \"", node.path, "\") words='", absl::StrJoin(words, " "), "'",
                    node.takes_file ? " files=1" : "", " ;;\n");
  }
  absl::StrAppend(&script,
                  "  esac\n"
                  "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                  "  if [[ -n $files && $current != -* ]]; then\n"
                  "    COMPREPLY+=($(compgen -f -- \"$current\"))\n"
                  "  fi\n"
                  "}\n"
                  "complete -F _clarion clarion\n");
  return script;
}

std::string ZshCompletion(const CLI::App& program) {
  const Tree tree = TreeOf(program);
  // `path` is the search path in zsh, so the place in the tree is called otherwise.
  std::string script = absl::StrCat(
      "#compdef clarion\n"
      "# Completion of clarion for zsh: source <(clarion completion zsh)\n"
      "_clarion() {\n"
      "  local at=clarion i current=${words[CURRENT]} previous=${words[CURRENT-1]}\n"
      "  local -a offered\n"
      "  for ((i = 2; i < CURRENT; i++)); do\n"
      "    case \"$at ${words[i]}\" in\n"
      "      (",
      Steps(tree),
      ") at=\"$at ${words[i]}\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$at $previous\" in\n");
  for (const AfterOption& option : tree.options) {
    const std::string answer = option.file ? "_files"
                               : option.values.empty()
                                   ? ":"
                                   : absl::StrCat("compadd -- ", absl::StrJoin(option.values, " "));
    absl::StrAppend(&script, "    (", Pattern(option), ") ", answer, "; return ;;\n");
  }
  absl::StrAppend(&script, "  esac\n  case \"$at\" in\n");
  for (const Node& node : tree.nodes) {
    std::vector<std::string> words;
    for (const Offered& offered : node.words) words.push_back(ZshQuoted(offered));
    absl::StrAppend(&script, "    (\"", node.path, "\") offered=(", absl::StrJoin(words, " "), ")",
                    node.takes_file ? "; [[ $current == -* ]] || _files" : "", " ;;\n");
  }
  absl::StrAppend(&script,
                  "  esac\n"
                  "  _describe -t commands clarion offered\n"
                  "}\n"
                  "compdef _clarion clarion\n");
  return script;
}

void AddCompletion(CLI::App& program, Chosen& chosen) {
  CLI::App& noun = AddNoun(program, {"completion", "命令补全", "completion for a shell", ""});
  {
    const auto [app, o] =
        AddCommand<CompletionOptions>(noun, chosen,
                                      {"bash", "bash 的补全脚本", "the script for bash",
                                       "clarion completion bash > ~/.clarion.bash"},
                                      RunBash);
    o.program = &program;
  }
  const auto [app, o] = AddCommand<CompletionOptions>(
      noun, chosen,
      {"zsh", "zsh 的补全脚本", "the script for zsh", "clarion completion zsh > _clarion"}, RunZsh);
  o.program = &program;
}

}  // namespace clarion::cli
