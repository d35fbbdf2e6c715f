#include "services/core/facts_sheet.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
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

// Reads a text from left to right; each step takes what it asks for, or stays where it is.
class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  void Skip() { rest_.remove_prefix(1); }
  bool Take(absl::string_view word) { return absl::ConsumePrefix(&rest_, word); }

  template <typename Words>
  bool TakeOneOf(const Words& words) {
    return std::any_of(words.begin(), words.end(), [this](const char* word) { return Take(word); });
  }

  // The key of the figure whose word comes next; empty when none does.
  std::string TakeKey() {
    for (const Word& word : kWords) {
      if (Take(word.word)) return word.key;
    }
    return "";
  }

  // The digits that come next, all of them; blanks around them do not count.
  std::string TakeNumber() {
    rest_ = absl::StripLeadingAsciiWhitespace(rest_);
    size_t end = 0;
    while (end < rest_.size() && absl::ascii_isdigit(static_cast<unsigned char>(rest_[end]))) ++end;
    std::string number(rest_.substr(0, end));
    rest_ = absl::StripLeadingAsciiWhitespace(rest_.substr(end));
    return number;
  }

 private:
  absl::string_view rest_;
};

constexpr std::array<const char*, 2> kPersons = {"人", "名"};
constexpr std::array<const char*, 12> kSoMany = {"为", "达", "共", "约", "已", "有",
                                                 "上", "升", "增", "加", "至", "到"};
constexpr std::array<const char*, 5> kPeople = {"群众", "村民", "居民", "人员", "工人"};
constexpr std::array<const char*, 4> kHow = {"已", "均", "不幸", "当场"};
constexpr int kSoManyMax = 4;
constexpr int kHowMax = 2;

v1::Figure FigureOf(const std::string& key, const std::string& value) {
  v1::Figure figure;
  if (key.empty() || value.empty() || value.size() > kDigitsMax) return figure;
  figure.set_key(key);
  figure.set_value(value);
  return figure;
}

// `死亡人数为3人`, `死亡 3 人`, after the word. Without a key when it is no figure.
v1::Figure AfterWord(Reader& reader, const std::string& key) {
  reader.Take("人数");
  for (int i = 0; i < kSoManyMax && reader.TakeOneOf(kSoMany); ++i) {
  }
  const std::string number = reader.TakeNumber();
  return reader.TakeOneOf(kPersons) ? FigureOf(key, number) : v1::Figure();
}

// `3人死亡`, `3名群众不幸遇难`, after the number. Without a key when it is no figure.
v1::Figure AfterNumber(Reader& reader, const std::string& number) {
  if (!reader.TakeOneOf(kPersons)) return {};
  reader.TakeOneOf(kPeople);
  for (int i = 0; i < kHowMax && reader.TakeOneOf(kHow); ++i) {
  }
  return FigureOf(reader.TakeKey(), number);
}

// The figure that begins here. When none does, goes on by a letter or a number.
v1::Figure TakeFigure(Reader& reader) {
  Reader ahead = reader;
  const std::string number = ahead.TakeNumber();
  const std::string key = number.empty() ? ahead.TakeKey() : "";
  Reader further = ahead;
  v1::Figure figure = number.empty() ? AfterWord(further, key) : AfterNumber(further, number);
  if (!figure.key().empty()) {
    reader = further;
  } else if (!number.empty()) {
    reader = ahead;
  } else {
    reader.Skip();
  }
  return figure;
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
  Reader reader(text);
  while (!reader.done()) {
    v1::Figure found = TakeFigure(reader);
    if (found.key().empty()) continue;
    const auto known = std::find_if(figures.begin(), figures.end(), [&found](const auto& figure) {
      return figure.key() == found.key();
    });
    if (known == figures.end()) {
      figures.push_back(std::move(found));
    } else {
      *known = std::move(found);
    }
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
