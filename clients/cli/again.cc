#include "clients/cli/again.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {
namespace {

bool NeedsNoQuotes(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || byte >= 0x80 ||
         std::string("_-./:=,+@%").find(c) != std::string::npos;
}

}  // namespace

std::string ShellQuoted(const std::string& argument) {
  std::string safe = SafeLine(argument);
  if (!safe.empty() && std::all_of(safe.begin(), safe.end(), NeedsNoQuotes)) return safe;
  return absl::StrCat("'", absl::StrReplaceAll(safe, {{"'", "'\\''"}}), "'");
}

std::string SaidAgain(const std::vector<std::string>& arguments, const std::string& option) {
  const bool only_away = !absl::StartsWith(option, "--");
  const std::pair<std::string, std::string> wanted =
      absl::StrSplit(only_away ? "-" + option : option, absl::MaxSplits(' ', 1));
  const bool takes_value = only_away || !wanted.second.empty();
  std::string line = "clarion";
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == wanted.first) {
      if (takes_value) ++i;  // and its value
      continue;
    }
    if (absl::StartsWith(arguments[i], wanted.first + "=")) continue;
    absl::StrAppend(&line, " ", ShellQuoted(arguments[i]));
  }
  return only_away ? line : absl::StrCat(line, " ", option);
}

}  // namespace clarion::cli
