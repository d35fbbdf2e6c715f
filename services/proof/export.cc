#include "services/proof/export.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/proof/chain.h"

namespace clarion::proof {
namespace {

constexpr char kFirstLine[] = "clarion-export 1";

// Only what base64 itself would write: no second way to write the same bytes.
std::optional<std::string> Decode(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) || absl::Base64Escape(bytes) != text) return std::nullopt;
  return bytes;
}

// Takes a file line by line and notes the first fault.
class Reader {
 public:
  Reader(const std::string& file, ExportFault& fault) : file_(file), rest_(file), fault_(fault) {}

  // The words after `word` of the next line, `count` of them; none when it is another line.
  std::optional<std::vector<std::string>> Take(absl::string_view word, size_t count) {
    const size_t end = rest_.find('\n');
    if (end == absl::string_view::npos) return Fail(Flaw::kEnd, "the file ends early");
    const std::vector<std::string> words = absl::StrSplit(rest_.substr(0, end), ' ');
    if (words[0] != word || words.size() != count + 1) {
      ++line_;
      return Fail(Flaw::kForm, absl::StrCat("a line `", word, "` is wanted here"));
    }
    begun_ = static_cast<size_t>(rest_.data() - file_.data());
    rest_.remove_prefix(end + 1);
    ++line_;
    return std::vector<std::string>(words.begin() + 1, words.end());
  }

  bool Next(absl::string_view word) const {
    return absl::StartsWith(rest_, absl::StrCat(word, " "));
  }
  bool AtEnd() const { return rest_.empty(); }
  // All before the line taken last.
  std::string Before() const { return file_.substr(0, begun_); }

  std::nullopt_t Fail(Flaw kind, std::string what, int64_t version = 0) {
    if (fault_.what.empty()) fault_ = {line_, version, std::move(what), kind};
    return std::nullopt;
  }

 private:
  const std::string& file_;
  absl::string_view rest_;
  ExportFault& fault_;
  int line_ = 0;
  size_t begun_ = 0;
};

bool ReadRecords(Reader& reader, Export& parts) {
  std::string head;
  while (reader.Next("record")) {
    const int64_t version = static_cast<int64_t>(parts.records.size()) + 1;
    const auto words = reader.Take("record", 3);
    if (!words.has_value()) return false;
    if ((*words)[0] != absl::StrCat(version)) {
      reader.Fail(Flaw::kOrder, absl::StrCat("record ", version, " is wanted here"), version);
      return false;
    }
    std::optional<std::string> bytes = Decode((*words)[2]);
    if (bytes.has_value()) head = NextHead(head, *bytes);
    if (!bytes.has_value() || Hex(head) != (*words)[1]) {
      reader.Fail(Flaw::kBytes, "its bytes do not give its head", version);
      return false;
    }
    parts.records.push_back(*std::move(bytes));
  }
  return true;
}

bool ReadBytes(Reader& reader, const char* word, std::string& into) {
  const auto words = reader.Take(word, 2);
  if (!words.has_value()) return false;
  std::optional<std::string> bytes = Decode((*words)[1]);
  if (!bytes.has_value() || Hex(Sha256(*bytes)) != (*words)[0]) {
    reader.Fail(Flaw::kBytes, absl::StrCat("the ", word, " does not have its hash"));
    return false;
  }
  into = *std::move(bytes);
  return true;
}

bool ReadTexts(Reader& reader, Export& parts) {
  while (reader.Next("text")) {
    std::string text;
    if (!ReadBytes(reader, "text", text)) return false;
    std::string sha256 = Sha256(text);
    if (!parts.texts.empty() && parts.texts.rbegin()->first >= sha256) {
      reader.Fail(Flaw::kOrder, "the texts are not in order");
      return false;
    }
    parts.texts.emplace(std::move(sha256), std::move(text));
  }
  return true;
}

std::string Line(const char* word, const std::string& bytes) {
  return absl::StrCat(word, " ", Hex(Sha256(bytes)), " ", absl::Base64Escape(bytes), "\n");
}

bool ReadAll(Reader& reader, Export& parts) {
  const auto first = reader.Take("clarion-export", 1);
  if (!first.has_value()) return false;
  if ((*first)[0] != "1") {
    reader.Fail(Flaw::kForm, "an export of another format");
    return false;
  }
  const auto paper = reader.Take("paper", 1);
  if (!paper.has_value()) return false;
  parts.paper = (*paper)[0];
  if (!ReadRecords(reader, parts) || !ReadBytes(reader, "docket", parts.docket) ||
      !ReadBytes(reader, "pack", parts.pack) || !ReadTexts(reader, parts)) {
    return false;
  }
  const auto end = reader.Take("end", 1);
  if (!end.has_value()) return false;
  if (Hex(Sha256(reader.Before())) != (*end)[0] || !reader.AtEnd()) {
    reader.Fail(Flaw::kEnd, reader.AtEnd() ? "the lines before are not those it was made of"
                                           : "something follows the end");
    return false;
  }
  return true;
}

}  // namespace

std::string Words(const ExportFault& fault) {
  return absl::StrCat("line ", fault.line,
                      fault.version > 0 ? absl::StrCat(", record ", fault.version) : "", ": ",
                      fault.what);
}

std::string WriteExport(const Export& parts) {
  std::string file = absl::StrCat(kFirstLine, "\npaper ", parts.paper, "\n");
  std::string head;
  for (size_t i = 0; i < parts.records.size(); ++i) {
    head = NextHead(head, parts.records[i]);
    absl::StrAppend(&file, "record ", i + 1, " ", Hex(head), " ",
                    absl::Base64Escape(parts.records[i]), "\n");
  }
  absl::StrAppend(&file, Line("docket", parts.docket), Line("pack", parts.pack));
  for (const auto& [sha256, text] : parts.texts) absl::StrAppend(&file, Line("text", text));
  absl::StrAppend(&file, "end ", Hex(Sha256(file)), "\n");
  return file;
}

std::optional<Export> ReadExport(const std::string& file, ExportFault& fault) {
  Export parts;
  Reader reader(file, fault);
  if (!ReadAll(reader, parts)) return std::nullopt;
  return parts;
}

}  // namespace clarion::proof
