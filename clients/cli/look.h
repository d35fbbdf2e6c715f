// How things are shown: in which language and colour, as of when, with whose names.
// Small questions every table asks. Pure; thread-safe.
#pragma once

#include <ostream>
#include <string>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/roster.pb.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"

namespace clarion::cli {

struct Look {
  Lang lang = Lang::kZh;
  bool colour = false;
  Shape shape = Shape::kPlain;
  absl::Time now = absl::InfinitePast();
  const v1::Roster* roster = nullptr;  // null: ids are shown

  const char* operator()(const Word& word) const { return word.In(lang); }
};

// Name of a body or official; the id when the roster does not know it.
std::string BodyName(const Look& look, const std::string& id);
std::string OfficialName(const Look& look, const std::string& id);
// Of whichever of the two it is.
std::string HolderName(const Look& look, const std::string& id);

template <class Ids, class Name>
std::string Joined(const Look& look, const Ids& ids, const Name& name) {
  std::string all;
  for (const auto& id : ids) {
    if (!all.empty()) all += look.lang == Lang::kZh ? "、" : ", ";
    all += name(look, id);
  }
  return all;
}

// Prints a table in the look's shape.
void Show(std::ostream& out, const Look& look, const Table& table);

// What may be left out on a narrow screen: cut there, whole in wide and CSV.
std::string Shortened(const Look& look, const std::string& text, int columns);

// Title with the mark of a drill before it.
std::string TitleOf(const Look& look, const v1::Docket& docket);

// Status of an obligation; a pending one past its warning is 临期.
Cell StatusCell(const Look& look, const v1::Obligation& obligation);

// How it stands with the due instant: left, over, to spare, late. What is past in a drill is
// multiplied back to the hours of the rule; what is still running is real time.
std::string Timing(const Look& look, const v1::Obligation& obligation, int time_scale);

// `PRESS_CONFERENCE` as a word, with its number from the second on.
std::string ObligationName(const Look& look, const v1::Obligation& obligation);
// The same from an id such as `CONTINUED_RELEASE-2`; another id as it is.
std::string ObligationName(const Look& look, const std::string& id);

// What a notice is about: an obligation, a body, an official; else the id of a text or conference.
std::string AboutName(const Look& look, const std::string& id);

// armed after due, recorded late.
std::string Marks(const Look& look, const v1::Obligation& obligation);
// The same, and whether somebody asked to waive it.
std::string Marks(const Look& look, const v1::Obligation& obligation, const v1::Docket& docket);
// What of the whole docket waits for somebody or must be known: false report, referral, waiver
// requests, unconfirmed evidence, figures out of date.
std::string DocketMarks(const Look& look, const v1::Docket& docket);

// Key of the facts sheet in words: `dead` -> 死亡.
std::string FactName(const Look& look, const std::string& key);
// The latest version of a fact; null when there is none.
const v1::Fact* LatestFact(const v1::Docket& docket, const std::string& key);
// `死亡 2 -> 3`: what a text says and what the sheet says now, for each figure out of date.
std::string OutdatedFigures(const Look& look, const v1::Docket& docket, const v1::Release& release);

// First 12 hex digits of a hash, or all of it.
std::string Hex(const std::string& bytes, bool whole = false);

}  // namespace clarion::cli
