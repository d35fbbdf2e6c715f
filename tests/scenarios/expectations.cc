#include "tests/scenarios/expectations.h"

#include <functional>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/scenarios/words.h"

namespace clarion::scenarios {
namespace {

using nlohmann::json;

std::string Unlike(const std::string& field, const std::string& expected, const std::string& got) {
  if (expected == got) return "";
  return absl::StrCat(field, ": expected ", expected, ", got ", got);
}

// An instant as the files write it.
std::string TextOf(absl::Time instant, absl::Time t0) {
  const int64_t seconds = absl::ToUnixSeconds(instant) - absl::ToUnixSeconds(t0);
  const int64_t distance = seconds < 0 ? -seconds : seconds;
  std::string text =
      absl::StrCat(seconds < 0 ? "T-" : "T+", absl::Dec(distance / 3600, absl::kZeroPad2), ":",
                   absl::Dec(distance / 60 % 60, absl::kZeroPad2));
  if (distance % 60 != 0) absl::StrAppend(&text, ":", absl::Dec(distance % 60, absl::kZeroPad2));
  return text;
}

std::string UnlikeInstant(const std::string& field, absl::Time expected, bool set,
                          const google::protobuf::Timestamp& got, absl::Time t0) {
  return Unlike(field, TextOf(expected, t0), set ? TextOf(core::FromProto(got), t0) : "none");
}

// The one of its kind that was armed, moved or reopened last: a clock that a retraction reopens is
// current again, a later one that the closing cancelled stays so.
const v1::Obligation* Current(const v1::Docket& docket, const std::string& kind) {
  const v1::Obligation* current = nullptr;
  for (const v1::Obligation& obligation : docket.obligations()) {
    if (WordOf(obligation.kind()) != kind) continue;
    if (current == nullptr ||
        core::FromProto(current->armed_at()) <= core::FromProto(obligation.armed_at())) {
      current = &obligation;
    }
  }
  return current;
}

std::string FlagsOf(const v1::Obligation& obligation) {
  std::vector<std::string> flags;
  if (obligation.armed_after_due()) flags.push_back("armed_after_due");
  if (obligation.recorded_late()) flags.push_back("recorded_late");
  return absl::StrCat("[", absl::StrJoin(flags, " "), "]");
}

std::string ExpectedFlags(const json& value) {
  const std::set<std::string> flags = value;
  return absl::StrCat("[", absl::StrJoin(flags, " "), "]");
}

std::string UnlikeObligation(const std::string& kind, const json& expected,
                             const v1::Docket& docket, absl::Time t0) {
  const std::string field = "obligations." + kind;
  const v1::Obligation* got = Current(docket, kind);
  if (expected == "ABSENT") {
    return Unlike(field, "ABSENT", got == nullptr ? "ABSENT" : WordOf(got->status()));
  }
  if (got == nullptr) return Unlike(field, expected["status"], "ABSENT");
  std::string unlike = Unlike(field + ".status", expected["status"], WordOf(got->status()));
  if (unlike.empty() && expected.contains("due")) {
    unlike = UnlikeInstant(field + ".due", InstantOf(expected["due"], t0), got->has_due_at(),
                           got->due_at(), t0);
  }
  if (unlike.empty() && expected.contains("due_abs")) {
    absl::Time due;
    absl::ParseTime(absl::RFC3339_full, expected["due_abs"].get<std::string>(), &due, nullptr);
    unlike = UnlikeInstant(field + ".due_abs", due, got->has_due_at(), got->due_at(), t0);
  }
  if (unlike.empty() && expected.contains("met_at")) {
    unlike = UnlikeInstant(field + ".met_at", InstantOf(expected["met_at"], t0), got->has_met_at(),
                           got->met_at(), t0);
  }
  if (unlike.empty() && expected.contains("seq")) {
    unlike = Unlike(field + ".seq", expected["seq"].dump(), absl::StrCat(got->seq()));
  }
  if (unlike.empty() && expected.contains("flags")) {
    unlike = Unlike(field + ".flags", ExpectedFlags(expected["flags"]), FlagsOf(*got));
  }
  return unlike;
}

std::string UnlikeRelease(const std::string& label, const json& expected,
                          const v1::Docket& docket) {
  std::string got = "none";
  for (const v1::Release& release : docket.releases()) {
    if (release.id() == IdOf(label)) got = WordOf(release.state());
  }
  return Unlike("releases." + label, expected, got);
}

// Words of all events so far, each told with the docket as it was then.
std::set<std::string> EventsOf(const View& view) {
  std::set<std::string> words;
  v1::Paper paper;
  for (const v1::Record& record : view.records) {
    core::Evolve(paper, record);
    for (const v1::Event& event : record.events()) words.merge(WordsOfEvent(event, paper.docket()));
  }
  return words;
}

std::set<std::string> NoticesOf(const View& view) {
  std::set<std::string> words;
  for (const v1::NoticeRole role : view.notices) words.insert(WordOf(role));
  return words;
}

std::string UnlikeSet(const json& expect, const char* contain, const char* never,
                      const std::set<std::string>& got) {
  for (const std::string word : expect.value(contain, json::array())) {
    if (got.count(word) == 0) {
      return absl::StrCat(contain, ": expected ", word, ", got ", absl::StrJoin(got, " "));
    }
  }
  for (const std::string word : expect.value(never, json::array())) {
    if (got.count(word) > 0) return absl::StrCat(never, ": expected no ", word, ", got one");
  }
  return "";
}

std::string IdOrNull(const json& expected) {
  return expected.is_null() ? "null" : expected.get<std::string>();
}

std::string IdOrNull(const std::string& got) { return got.empty() ? "null" : got; }

}  // namespace

std::string Difference(const Check& check, const View& view, absl::Time t0) {
  const json& expect = check.expect;
  const v1::Docket& docket = view.docket;
  std::vector<std::string> unlike;
  if (expect.contains("state")) {
    unlike.push_back(Unlike("state", expect["state"], WordOf(docket.state())));
  }
  if (expect.contains("severity")) {
    unlike.push_back(Unlike("severity", expect["severity"], WordOf(docket.grade())));
  }
  if (expect.contains("lead")) {
    unlike.push_back(
        Unlike("lead", IdOrNull(expect["lead"]), IdOrNull(docket.assignment().lead())));
  }
  if (expect.contains("speaker")) {
    unlike.push_back(
        Unlike("speaker", IdOrNull(expect["speaker"]), IdOrNull(docket.assignment().speaker())));
  }
  if (expect.contains("start")) {
    unlike.push_back(UnlikeInstant("start", InstantOf(expect["start"], t0),
                                   docket.has_detected_at(), docket.detected_at(), t0));
  }
  if (expect.contains("obligations")) {
    for (const auto& [kind, value] : expect["obligations"].items()) {
      unlike.push_back(UnlikeObligation(kind, value, docket, t0));
    }
  }
  if (expect.contains("releases")) {
    for (const auto& [label, value] : expect["releases"].items()) {
      unlike.push_back(UnlikeRelease(label, value, docket));
    }
  }
  unlike.push_back(UnlikeSet(expect, "events_contain", "events_not_contain", EventsOf(view)));
  unlike.push_back(UnlikeSet(expect, "notices_to", "notices_never", NoticesOf(view)));
  for (const std::string& one : unlike) {
    if (!one.empty()) return one;
  }
  return "";
}

}  // namespace clarion::scenarios
