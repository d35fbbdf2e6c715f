// Templates of releases (首发 / 续报 / 终报), filled from the docket and its facts sheet: nothing
// is typed twice, and every text quotes the same figure.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clarion/v1/docket.pb.h"
#include "clarion/v1/rule_pack.pb.h"

namespace clarion::core {

struct FilledText {
  std::string text;  // what is not known stays as a blank, `〔待填:死亡人数〕`
  std::vector<std::string> missing;  // keys the facts sheet does not hold
};

// Number of blanks left in a text.
int BlanksIn(const std::string& text);

// The template of this id; null when the pack has none.
const v1::TextTemplate* FindTemplate(const v1::RulePack& pack, const std::string& id);

FilledText Fill(const v1::TextTemplate& text, const v1::Docket& docket, const std::string& county,
                absl::Time now);

}  // namespace clarion::core
