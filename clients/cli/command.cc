#include "clients/cli/command.h"

namespace clarion::cli {

CLI::App& AddNoun(CLI::App& parent, const CommandText& text) {
  CLI::App& app = *parent.add_subcommand(text.name, std::string(text.zh) + " | " + text.en);
  if (text.example[0] != '\0') {
    app.footer(std::string("例 Example:\n  ") + text.example);
  } else {
    app.require_subcommand(1);
  }
  return app;
}

CLI::Validator WordsOf(const google::protobuf::EnumDescriptor& type) {
  return {[&type](std::string& text) {
            return ParseValue(type, text) ? std::string()
                                          : text + ": one of " + TypedNames(type, ", ");
          },
          "{" + TypedNames(type, ",") + "}", "words"};
}

CLI::Option* AddIncidentArgument(CLI::App& app, std::string& incident) {
  return app
      .add_option("incident", incident,
                  "编号，今日事件可只写序号 | number, or its counter for one of today: 7")
      ->required();
}

CLI::Option* AddRepeated(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                         const std::string& description) {
  return app.add_option(name, values, description)->allow_extra_args(false)->type_name("TEXT");
}

}  // namespace clarion::cli
