#include "services/core/facts_sheet.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "re2/re2.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
namespace {

// Everything the sheet may hold, figures first.
constexpr std::array<const char*, 7> kKeys = {"dead",  "hurt",  "missing", "rescued",
                                              "place", "cause", "measures"};
constexpr size_t kFigures = 4;
constexpr size_t kDigitsMax = 7;

// The words of a figure: before the number, or after `人`. Not those of its parts, as 重伤 of 受伤.
struct Word {
  const char* word;
  const char* key;
};
constexpr std::array<Word, 11> kWords = {{{"死亡", "dead"},
                                          {"遇难", "dead"},
                                          {"身亡", "dead"},
                                          {"罹难", "dead"},
                                          {"受伤", "hurt"},
                                          {"失联", "missing"},
                                          {"失踪", "missing"},
                                          {"被困", "missing"},
                                          {"获救", "rescued"},
                                          {"救出", "rescued"},
                                          {"脱险", "rescued"}}};

// `死亡人数为3人`, `死亡 3 人`, or `3人死亡`, `3名群众不幸遇难`. One pattern for all words, so that
// in `死亡3人受伤5人` the 3 belongs to what stands before it.
const RE2& Pattern() {
  static const RE2& pattern = *[] {
    std::string words;
    for (const Word& word : kWords) absl::StrAppend(&words, words.empty() ? "" : "|", word.word);
    return new RE2(absl::StrCat("(", words,
                                ")(?:人数)?[为达共约已有上升增加至到]{0,4}\\s*(\\d{1,7})",
                                "\\s*[人名]|(\\d{1,7})\\s*[人名](?:群众|村民|居民|人员|工人)?",
                                "(?:已|均|不幸|当场){0,2}(", words, ")"));
  }();
  return pattern;
}

std::string KeyOf(const std::string& text) {
  for (const Word& word : kWords) {
    if (text == word.word) return word.key;
  }
  return "";
}

bool IsKey(const std::string& key) {
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

bool IsWholeNumber(const std::string& value) {
  return !value.empty() && value.size() <= kDigitsMax &&
         std::all_of(value.begin(), value.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

int VersionOf(const v1::Docket& docket, const std::string& key) {
  const v1::Fact* latest = LatestFact(docket, key);
  return latest == nullptr ? 0 : latest->version();
}

}  // namespace

const v1::Fact* LatestFact(const v1::Docket& docket, const std::string& key) {
  for (auto fact = docket.facts().rbegin(); fact != docket.facts().rend(); ++fact) {
    if (fact->key() == key) return &*fact;
  }
  return nullptr;
}

bool IsFigure(const std::string& key) {
  return std::find(kKeys.begin(), kKeys.begin() + kFigures, key) != kKeys.begin() + kFigures;
}

std::vector<v1::Figure> FiguresIn(const std::string& text) {
  std::vector<v1::Figure> figures;
  re2::StringPiece rest(text);
  std::string before, number_after, number_before, after;
  while (RE2::FindAndConsume(&rest, Pattern(), &before, &number_after, &number_before, &after)) {
    const std::string key = KeyOf(before.empty() ? after : before);
    const auto known = std::find_if(figures.begin(), figures.end(),
                                    [&key](const v1::Figure& f) { return f.key() == key; });
    v1::Figure& figure = known == figures.end() ? figures.emplace_back() : *known;
    figure.set_key(key);
    figure.set_value(before.empty() ? number_before : number_after);
  }
  return figures;
}

void MarkOutdated(v1::Docket& docket) {
  for (v1::Release& release : *docket.mutable_releases()) {
    release.clear_outdated();
    for (const v1::Figure& quoted : release.figures()) {
      const v1::Fact* latest = LatestFact(docket, quoted.key());
      if (latest != nullptr && latest->value() != quoted.value())
        release.add_outdated(quoted.key());
    }
  }
}

absl::Status EnterFact(Deliberation& deliberation, const v1::EnterFact& command) {
  Fields fields;
  fields.Require(IsKey(command.key()), "key",
                 "must be dead, hurt, missing, rescued, place, cause or measures");
  fields.Text("value", command.value(), 1, 500);
  fields.Require(!IsFigure(command.key()) || IsWholeNumber(command.value()), "value",
                 "must be a whole number of up to 7 digits");
  fields.Instant("as_of", command.has_as_of(), command.as_of());
  fields.Text("source", command.source(), 1, 200);
  if (!fields.ok()) return fields.Refused();
  const absl::Time as_of = Floor(FromProto(command.as_of()));
  if (as_of > deliberation.now()) {
    return EffectiveInFuture("A fact is not known as of later than now.", "截止时间晚于当前时间");
  }
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();

  v1::Event event;
  v1::Fact& fact = *event.mutable_fact_entered()->mutable_fact();
  fact.set_key(command.key());
  fact.set_version(VersionOf(docket, command.key()) + 1);
  fact.set_value(command.value());
  *fact.mutable_as_of() = ToProto(as_of);
  fact.set_source(command.source());
  fact.set_entered_by(deliberation.actor().person());
  *fact.mutable_entered_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
