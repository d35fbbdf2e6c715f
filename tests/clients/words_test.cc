#include "clients/cli/words.h"

#include <vector>

#include "clarion/v1/admin_service.pb.h"
#include "clarion/v1/config.pb.h"
#include "clarion/v1/errors.pb.h"
#include "clarion/v1/events.pb.h"
#include "clarion/v1/rule_pack.pb.h"
#include "clients/cli/event_words.h"
#include "gtest/gtest.h"

namespace clarion::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;

// Every enum of the contract, found through the files' own descriptors.
std::vector<const EnumDescriptor*> AllEnums() {
  std::vector<const EnumDescriptor*> enums;
  for (const FileDescriptor* file :
       {v1::Docket::descriptor()->file(), v1::Record::descriptor()->file(),
        v1::Roster::descriptor()->file(), v1::RulePack::descriptor()->file(),
        v1::Account::descriptor()->file(), v1::Config::descriptor()->file(),
        v1::ErrorReason_descriptor()->file()}) {
    for (int i = 0; i < file->enum_type_count(); ++i) enums.push_back(file->enum_type(i));
  }
  return enums;
}

TEST(Words, EveryValueOfEveryEnumHasItsWordInBothLanguages) {
  for (const EnumDescriptor* type : AllEnums()) {
    for (int i = 0; i < type->value_count(); ++i) {
      const Word* word = FindWord(*type->value(i));
      ASSERT_NE(word, nullptr) << type->value(i)->name();
      EXPECT_STRNE(word->zh, "") << type->value(i)->name();
      EXPECT_STRNE(word->en, "") << type->value(i)->name();
    }
  }
}

TEST(Words, GradesAndStatusAreThoseOfTheRules) {
  EXPECT_EQ(WordFor(v1::GRADE_I, Lang::kZh), "特别重大");
  EXPECT_EQ(WordFor(v1::INCIDENT_STATE_RESPONDING, Lang::kZh), "处置回应中");
  EXPECT_EQ(WordFor(v1::OBLIGATION_STATUS_MET_LATE, Lang::kZh), "逾期完成");
  EXPECT_EQ(WordFor(v1::OBLIGATION_KIND_SPOKESPERSON_ACK, Lang::kZh), "签收");
}

TEST(Words, AValueNewerThanTheProgramIsShownByItsNumber) {
  EXPECT_EQ(WordFor(static_cast<v1::Grade>(99), Lang::kEn), "#99");
}

TEST(ParseWord, TakesDashesBareNamesFullNamesAndChinese) {
  for (const char* text :
       {"press-conference", "PRESS_CONFERENCE", "CONFERENCE_FORM_PRESS_CONFERENCE", "新闻发布会"}) {
    EXPECT_EQ(ParseWord<v1::ConferenceForm>(text), v1::CONFERENCE_FORM_PRESS_CONFERENCE) << text;
  }
  EXPECT_EQ(ParseWord<v1::Grade>("ii"), v1::GRADE_II);
  EXPECT_EQ(ParseWord<v1::Grade>("unspecified"), std::nullopt);
  EXPECT_EQ(ParseWord<v1::Grade>("V"), std::nullopt);
}

// Goes over the oneof, so an event added to the contract is missed here.
TEST(EventInWords, EveryEventHasWords) {
  const auto* kinds = v1::Event::descriptor()->oneof_decl(0);
  for (const Lang lang : {Lang::kZh, Lang::kEn}) {
    const Look look = {.lang = lang};
    const std::string unknown = EventInWords(look, v1::Event());
    for (int i = 0; i < kinds->field_count(); ++i) {
      v1::Event event;
      v1::Event::GetReflection()->MutableMessage(&event, kinds->field(i));
      EXPECT_NE(EventInWords(look, event), unknown) << kinds->field(i)->name();
    }
  }
}

}  // namespace
}  // namespace clarion::cli
