// How a command is declared: a name, what it does in both languages, an example, its options, and
// the function that runs it.
//
//     const auto [app, o] = AddCommand<VerifyOptions>(noun, chosen, {...}, RunVerify);
//     app.add_option("--basis", o.basis, "核实依据 | basis")->required();
//
// Parsing only chooses: the command runs after all global options are known.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "clients/cli/session.h"
#include "clients/cli/words.h"

namespace clarion::cli {

// The command the arguments chose.
using Chosen = std::function<int(Session&)>;

struct CommandText {
  const char* name;
  const char* zh;
  const char* en;
  const char* example;  // empty for a noun
};

// A noun, or a command without options bound yet.
CLI::App& AddNoun(CLI::App& parent, const CommandText& text);

template <class Options>
struct Declared {
  CLI::App& app;
  Options& o;
};

template <class Options>
Declared<Options> AddCommand(CLI::App& parent, Chosen& chosen, const CommandText& text,
                             int (*run)(Session&, const Options&)) {
  CLI::App& app = AddNoun(parent, text);
  const auto options = std::make_shared<Options>();
  app.callback([&chosen, options, run] {
    chosen = [options, run](Session& session) { return run(session, *options); };
  });
  return {app, *options};
}

// Refuses what is no value of the enum; names its values in the help: `{written,network,phone}`.
CLI::Validator WordsOf(const google::protobuf::EnumDescriptor& type);

// An option whose value is one of an enum's, typed as `press-conference`, `PRESS_CONFERENCE` or in
// Chinese.
template <class Enum>
CLI::Option* AddWordOption(CLI::App& app, const std::string& name, Enum& value,
                           const std::string& description) {
  return app
      .add_option_function<std::string>(
          name, [&value](const std::string& text) { value = *ParseWord<Enum>(text); }, description)
      ->check(WordsOf(*google::protobuf::GetEnumDescriptor<Enum>()))
      ->type_name("WORD");
}

// The same, to be given several times.
template <class Enum>
CLI::Option* AddRepeatedWord(CLI::App& app, const std::string& name, std::vector<Enum>& values,
                             const std::string& description) {
  return app
      .add_option_function<std::vector<std::string>>(
          name,
          [&values](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) values.push_back(*ParseWord<Enum>(text));
          },
          description)
      ->check(WordsOf(*google::protobuf::GetEnumDescriptor<Enum>()))
      ->allow_extra_args(false)
      ->type_name("WORD");
}

// An option that may be given several times, one value each: it does not eat what follows.
CLI::Option* AddRepeated(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                         const std::string& description);

// The positional argument of most commands.
CLI::Option* AddIncidentArgument(CLI::App& app, std::string& incident);

}  // namespace clarion::cli
