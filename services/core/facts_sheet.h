// The facts sheet (口径一致): the figures that every text quotes, as versions with source and "as
// of". A figure without "as of" is what breaks trust; one that was superseded is found in every
// text that still carries it.
#pragma once

#include <string>
#include <vector>

#include "clarion/v1/docket.pb.h"

namespace clarion::core {

// The latest version of a fact; null when the sheet has none of this key.
const v1::Fact* LatestFact(const v1::Docket& docket, const std::string& key);

// Whether the values of this key are whole numbers: `dead`, `hurt`, `missing`, `rescued`.
bool IsFigure(const std::string& key);

// Figures a Chinese text states, each key once: `死亡3人` gives dead -> 3. The last one of a key
// counts, as in "by noon 3 dead, now 5". Figures written in words are not recognised.
std::vector<v1::Figure> FiguresIn(const std::string& text);

// Brings Release.outdated to what the sheet says now.
void MarkOutdated(v1::Docket& docket);

}  // namespace clarion::core
