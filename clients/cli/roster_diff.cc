#include "clients/cli/roster_diff.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

constexpr Word kBodyWord{"单位", "body"};
constexpr Word kOfficialWord{"人员", "official"};
constexpr Word kLeaveWord{"请假", "leave"};
constexpr Word kSuperiorWord{"上级", "superior"};

// One scalar or repeated scalar field as text; messages are compared elsewhere.
std::string FieldText(const Look& look, const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    std::vector<std::string> texts;
    const int size = reflection.FieldSize(message, &field);
    texts.reserve(static_cast<size_t>(size));
    for (int i = 0; i < size; ++i) {
      texts.push_back(reflection.GetRepeatedString(message, &field, i));
    }
    return absl::StrJoin(texts, ",");
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return look(reflection.GetBool(message, &field) ? label::kYes : label::kNo);
    case FieldDescriptor::CPPTYPE_ENUM:
      return WordFor(*field.enum_type(), reflection.GetEnumValue(message, &field), look.lang);
    default:
      return reflection.GetString(message, &field);
  }
}

std::string NameOfField(const Look& look, const FieldDescriptor& field) {
  struct Named {
    const char* field;
    Word word;
  };
  constexpr Named kFields[] = {{"name_zh", {"中文名", "name_zh"}},
                               {"name_en", {"英文名", "name_en"}},
                               {"kind", {"类别", "kind"}},
                               {"name", {"姓名", "name"}},
                               {"post", {"职务", "post"}},
                               {"body", {"单位", "body"}},
                               {"principal", {"主要负责人", "principal"}},
                               {"spokesperson", {"新闻发言人", "spokesperson"}},
                               {"executive", {"常务", "executive"}},
                               {"complement_of", {"互补", "complement_of"}},
                               {"in_charge_of", {"分管", "in_charge_of"}},
                               {"vacant", {"空缺", "vacant"}},
                               {"acting", {"主持工作", "acting"}},
                               {"phones", {"电话", "phones"}}};
  for (const Named& named : kFields) {
    if (field.name() == named.field) return look(named.word);
  }
  return field.name();
}

// `职务 局长 -> 副局长`, for each field that differs.
std::string Changes(const Look& look, const Message& before, const Message& after) {
  std::vector<std::string> changes;
  const auto& type = *before.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const std::string was = FieldText(look, before, field);
    const std::string is = FieldText(look, after, field);
    if (was == is) continue;
    changes.push_back(absl::StrCat(NameOfField(look, field), " ", was.empty() ? "-" : was, " -> ",
                                   is.empty() ? "-" : is));
  }
  return absl::StrJoin(changes, look.lang == Lang::kZh ? "；" : "; ");
}

template <class Many>
auto FindId(const Many& many, const std::string& id) {
  return std::find_if(many.begin(), many.end(), [&](const auto& one) { return one.id() == id; });
}

std::string TextOfLeave(const v1::Leave& leave) {
  return absl::StrCat(ShowTime(FromProto(leave.from())), " - ", ShowTime(FromProto(leave.to())),
                      leave.acting().empty() ? "" : " ", leave.acting());
}

bool HasLeave(const v1::Official& official, const v1::Leave& leave) {
  return std::any_of(official.leave().begin(), official.leave().end(),
                     [&](const v1::Leave& one) { return MessageDifferencer::Equals(one, leave); });
}

void CompareLeave(const std::string& name, const v1::Official& before, const v1::Official& after,
                  std::vector<RosterLine>& lines) {
  for (const v1::Leave& leave : after.leave()) {
    if (HasLeave(before, leave)) continue;
    lines.push_back({Difference::kAdded, kLeaveWord, after.id(), name, TextOfLeave(leave)});
  }
  for (const v1::Leave& leave : before.leave()) {
    if (HasLeave(after, leave)) continue;
    lines.push_back({Difference::kRemoved, kLeaveWord, before.id(), name, TextOfLeave(leave)});
  }
}

std::string Named(const Look& look, const v1::Body& body) {
  return look.lang == Lang::kEn && !body.name_en().empty() ? body.name_en() : body.name_zh();
}

std::string Named(const Look&, const v1::Official& o) {
  return o.post().empty() ? o.name() : absl::StrCat(o.name(), " (", o.post(), ")");
}

template <class Many, class Also>
void Compare(const Look& look, const Word& what, const Many& before, const Many& after,
             const Also& also, std::vector<RosterLine>& lines) {
  using One = typename Many::value_type;
  for (const One& is : after) {
    const auto was = FindId(before, is.id());
    const std::string name = Named(look, is);
    if (was == before.end()) {
      lines.push_back({Difference::kAdded, what, is.id(), name, ""});
      also(name, One(), is);
      continue;
    }
    const std::string changes = Changes(look, *was, is);
    if (!changes.empty()) lines.push_back({Difference::kChanged, what, is.id(), name, changes});
    also(name, *was, is);
  }
  for (const One& was : before) {
    if (FindId(after, was.id()) != after.end()) continue;
    lines.push_back({Difference::kRemoved, what, was.id(), Named(look, was), ""});
  }
}

}  // namespace

std::vector<RosterLine> CompareRosters(const Look& look, const v1::Roster& present,
                                       const v1::Roster& coming) {
  std::vector<RosterLine> lines;
  if (present.superior() != coming.superior()) {
    lines.push_back({Difference::kChanged, kSuperiorWord, coming.superior(), "",
                     absl::StrCat(present.superior().empty() ? "-" : present.superior(), " -> ",
                                  coming.superior().empty() ? "-" : coming.superior())});
  }
  Compare(
      look, kBodyWord, present.bodies(), coming.bodies(),
      [](const std::string&, const v1::Body&, const v1::Body&) {}, lines);
  Compare(
      look, kOfficialWord, present.officials(), coming.officials(),
      [&](const std::string& name, const v1::Official& before, const v1::Official& after) {
        CompareLeave(name, before, after, lines);
      },
      lines);
  return lines;
}

void PrintRosterLines(std::ostream& out, const Look& look, const std::vector<RosterLine>& lines) {
  Table table({"", look({"变更", "change"}), look(label::kWhat), look(label::kId),
               look(label::kName), look(label::kNote)});
  for (const RosterLine& line : lines) {
    const bool added = line.difference == Difference::kAdded;
    const bool removed = line.difference == Difference::kRemoved;
    const Tint tint = added ? Tint::kGood : removed ? Tint::kBad : Tint::kWarn;
    const Word word = added     ? Word{"新增", "added"}
                      : removed ? Word{"删除", "removed"}
                                : Word{"变更", "changed"};
    table.Add({{added     ? "+"
                : removed ? "-"
                          : "~",
                tint},
               {look(word), tint},
               look(line.what),
               line.id,
               line.name,
               line.detail});
  }
  Show(out, look, table);
}

}  // namespace clarion::cli
