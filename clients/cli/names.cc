#include "clients/cli/names.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

bool AllDigits(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `410726-20261123-0007`.
bool IsNumber(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  return parts.size() == 3 && AllDigits(parts[0]) && parts[0].size() == 6 && AllDigits(parts[1]) &&
         parts[1].size() == 8 && AllDigits(parts[2]);
}

std::string NameOf(const std::string& number) {
  return absl::StrCat("regions/", number.substr(0, 6), "/incidents/", number);
}

// Every open incident of the region whose counter is that of `number`.
absl::StatusOr<std::vector<std::string>> OpenWithCounter(Session& session,
                                                         const std::string& region,
                                                         const std::string& number) {
  const std::string counter = number.substr(number.rfind('-'));
  std::vector<std::string> numbers;
  v1::ListIncidentsRequest request;
  request.set_parent("regions/" + region);
  request.set_page_size(200);
  do {
    const auto page = session.Call(&v1::BroadcastService::StubInterface::ListIncidents, request);
    if (!page.ok()) return page.status();
    for (const v1::Docket& docket : page->incidents()) {
      const std::string found = NumberOf(docket.name());
      if (absl::EndsWith(found, counter)) numbers.push_back(found);
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return numbers;
}

}  // namespace

std::string NumberOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() >= 4 && parts[2] == "incidents" ? parts[3] : name;
}

std::optional<std::string> NumberFromCounter(const std::string& typed, const std::string& region,
                                             absl::Time now) {
  if (!AllDigits(typed) || typed.size() > 6) return std::nullopt;
  char counter[16];
  std::snprintf(counter, sizeof counter, "%04d", std::atoi(typed.c_str()));
  return absl::StrCat(region, "-", absl::FormatTime("%Y%m%d", now, Beijing()), "-", counter);
}

absl::StatusOr<std::string> ResolveIncident(Session& session, const std::string& typed) {
  if (absl::StartsWith(typed, "regions/")) return typed;
  if (IsNumber(typed)) return NameOf(typed);
  const absl::StatusOr<std::string> region = session.Region();
  if (!region.ok()) return region.status();
  const auto number = NumberFromCounter(typed, *region, session.Now());
  if (!number) {
    return Misused(
        absl::StrCat("「", typed, "」不是事件编号：410726-20261123-0007，今日事件可写 7"),
        absl::StrCat("\"", typed,
                     "\" is no incident: 410726-20261123-0007, or 7 for one of today"));
  }
  const auto open = OpenWithCounter(session, *region, *number);
  if (!open.ok()) return open.status();
  const bool is_open = std::find(open->begin(), open->end(), *number) != open->end();
  // An ended one of today is not in the list: its own desk will say whether it exists.
  if (is_open || open->empty()) return NameOf(*number);
  return LocalFailure(
      absl::StatusCode::kNotFound,
      absl::StrCat("今日没有在办事件 ", *number, "；是否指 ", open->front(), "?"),
      absl::StrCat("no open incident ", *number, " of today; did you mean ", open->front(), "?"),
      "NO_SUCH_INCIDENT");
}

std::optional<std::string> AccountName(const std::string& typed) {
  const std::vector<std::string> parts = absl::StrSplit(typed, '/');
  if (parts.size() == 4 && parts[0] == "regions" && parts[2] == "accounts") return typed;
  if (parts.size() != 2 || parts[0].size() != 6 || !AllDigits(parts[0])) return std::nullopt;
  return absl::StrCat("regions/", parts[0], "/accounts/", parts[1]);
}

absl::StatusOr<google::protobuf::Timestamp> TimeTyped(Session& session, const std::string& option,
                                                      const std::string& typed, bool future) {
  const auto time = ParseTime(typed, session.Now(), future);
  if (!time) {
    const char* relative = future ? "+2h" : "-25m";
    return Misused(absl::StrCat(option, "「", typed,
                                "」：请写 2026-11-23T08:05:00+08:00、08:05 或 ", relative),
                   absl::StrCat(option, " \"", typed,
                                "\": write 2026-11-23T08:05:00+08:00, 08:05 or ", relative));
  }
  if (time->yesterday) {
    session.terminal.err << (session.lang() == Lang::kZh ? "按昨日计：" : "taken as yesterday: ")
                         << ShowTime(time->time) << "\n";
  }
  return ToProto(time->time);
}

absl::StatusOr<std::string> TextTyped(Session& session, const std::string& text_file) {
  const auto text = ReadInput(session.terminal, text_file);
  if (!text) return Misused("不能读取 " + text_file, "cannot read " + text_file);
  return *text;
}

std::unique_ptr<const v1::Roster> RosterFor(Session& session, const std::string& incident) {
  const std::vector<std::string> parts = absl::StrSplit(incident, '/');
  if (parts.size() < 2) return nullptr;
  v1::GetRosterRequest request;
  request.set_name(absl::StrCat("regions/", parts[1], "/roster"));
  client::CallOptions once;
  once.timeout = absl::Seconds(1);
  once.retry.tries = 1;
  auto roster = session.Call(&v1::SpokespersonService::StubInterface::GetRoster, request, once);
  if (!roster.ok()) return nullptr;
  return std::make_unique<const v1::Roster>(*std::move(roster));
}

}  // namespace clarion::cli
