#include "services/core/templates.h"

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/core/docket_facts.h"
#include "services/core/facts_sheet.h"
#include "services/core/proto_time.h"
#include "services/core/shanghai_time.h"

namespace clarion::core {
namespace {

constexpr absl::string_view kAsOf = "_as_of";
constexpr absl::string_view kBlank = "〔待填:";  // no number of a document looks so

struct Blank {
  absl::string_view key;
  absl::string_view words;
};
constexpr std::array<Blank, 7> kBlanks = {{{"dead", "死亡人数"},
                                           {"hurt", "受伤人数"},
                                           {"missing", "失联人数"},
                                           {"rescued", "获救人数"},
                                           {"place", "地点"},
                                           {"cause", "原因"},
                                           {"measures", "措施"}}};

std::string BlankFor(absl::string_view key) {
  for (const Blank& blank : kBlanks) {
    if (blank.key == key) return absl::StrCat(kBlank, blank.words, "〕");
  }
  return absl::StrCat(kBlank, key, "〕");
}

std::string FactFor(const std::string& key, const v1::Docket& docket, FilledText& filled) {
  const bool as_of = absl::EndsWith(key, kAsOf);
  const std::string of = as_of ? key.substr(0, key.size() - kAsOf.size()) : key;
  const v1::Fact* fact = LatestFact(docket, of);
  if (fact != nullptr) return as_of ? ShanghaiTimeZh(FromProto(fact->as_of())) : fact->value();
  if (of == "place" && !docket.place().empty()) return docket.place();
  if (!Contains(filled.missing, of)) filled.missing.push_back(of);
  return as_of ? absl::StrCat(kBlank, "截止时间〕") : BlankFor(of);
}

std::string ValueFor(const std::string& key, const v1::Docket& docket, const std::string& county,
                     absl::Time now, FilledText& filled) {
  if (key == "title") return docket.title();
  if (key == "county") return county;
  if (key == "now") return ShanghaiTimeZh(now);
  if (key == "detected_at") return ShanghaiTimeZh(FromProto(docket.detected_at()));
  return FactFor(key, docket, filled);
}

}  // namespace

int BlanksIn(const std::string& text) {
  int blanks = 0;
  for (size_t at = text.find(std::string(kBlank)); at != std::string::npos;
       at = text.find(std::string(kBlank), at + kBlank.size())) {
    ++blanks;
  }
  return blanks;
}

const v1::TextTemplate* FindTemplate(const v1::RulePack& pack, const std::string& id) {
  for (const v1::TextTemplate& text : pack.templates()) {
    if (text.id() == id) return &text;
  }
  return nullptr;
}

FilledText Fill(const v1::TextTemplate& text, const v1::Docket& docket, const std::string& county,
                absl::Time now) {
  FilledText filled;
  absl::string_view rest = text.text();
  for (;;) {
    const size_t open = rest.find('{');
    const size_t close = open == absl::string_view::npos ? open : rest.find('}', open);
    if (close == absl::string_view::npos) break;
    const std::string key(rest.substr(open + 1, close - open - 1));
    absl::StrAppend(&filled.text, rest.substr(0, open), ValueFor(key, docket, county, now, filled));
    rest.remove_prefix(close + 1);
  }
  absl::StrAppend(&filled.text, rest);
  return filled;
}

}  // namespace clarion::core
