#include "services/core/facts_sheet.h"

#include <algorithm>
#include <array>
#include <memory>
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

// The words of a figure: before the number, or after `人`.
struct Words {
  const char* key;
  const char* words;
};
constexpr std::array<Words, kFigures> kWords = {{{"dead", "死亡|遇难|身亡|罹难"},
                                                 {"hurt", "受伤|重伤|轻伤|送医"},
                                                 {"missing", "失联|失踪|被困"},
                                                 {"rescued", "获救|救出|脱险"}}};

using Pattern = std::pair<const char*, std::unique_ptr<RE2>>;

// `死亡人数为3人`, `死亡 3 人`, or `3人死亡`, `3名群众不幸遇难`.
const std::array<Pattern, kFigures>& Patterns() {
  static const auto& patterns = *new std::array<Pattern, kFigures>([] {
    std::array<Pattern, kFigures> made;
    for (size_t i = 0; i < kFigures; ++i) {
      const std::string words = absl::StrCat("(?:", kWords[i].words, ")");
      made[i] = {
          kWords[i].key,
          std::make_unique<RE2>(absl::StrCat(
              words, "(?:人数)?[为达共约已有]{0,3}\\s*(\\d{1,7})\\s*[人名]|(\\d{1,7})\\s*[人名]",
              "(?:群众|村民|居民|人员|工人)?(?:已|均|不幸|当场){0,2}", words))};
    }
    return made;
  }());
  return patterns;
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
  for (const auto& [key, pattern] : Patterns()) {
    re2::StringPiece rest(text);
    std::string before;
    std::string after;
    std::string last;
    while (RE2::FindAndConsume(&rest, *pattern, &before, &after)) {
      last = before.empty() ? after : before;
    }
    if (last.empty()) continue;
    figures.emplace_back();
    figures.back().set_key(key);
    figures.back().set_value(last);
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
