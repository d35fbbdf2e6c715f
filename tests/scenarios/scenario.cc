#include "tests/scenarios/scenario.h"

#include "absl/strings/str_cat.h"
#include "re2/re2.h"

namespace clarion::scenarios {

bool IsInstant(const std::string& text) {
  static const RE2& pattern = *new RE2("T[+-][0-9]{2,3}:[0-5][0-9](:[0-5][0-9])?");
  return RE2::FullMatch(text, pattern);
}

absl::Time InstantOf(const std::string& text, absl::Time t0) {
  const size_t colon = text.find(':');
  const int hours = std::stoi(text.substr(2, colon - 2));
  const int minutes = std::stoi(text.substr(colon + 1, 2));
  const int seconds = text.size() > colon + 3 ? std::stoi(text.substr(colon + 4, 2)) : 0;
  const absl::Duration offset =
      absl::Hours(hours) + absl::Minutes(minutes) + absl::Seconds(seconds);
  return text[1] == '-' ? t0 - offset : t0 + offset;
}

Person PersonOf(const Given& given, const std::string& actor) {
  for (const Person& user : given.users) {
    if (user.id == actor) return user;
  }
  for (const v1::Official& official : given.roster.officials()) {
    if (official.id() == actor) {
      return {official.id(), official.name(), official.body(), v1::ROLE_SPEAKER};
    }
  }
  return {};
}

v1::Actor ActorOf(const Given& given, const std::string& actor) {
  const Person person = PersonOf(given, actor);
  v1::Actor result;
  result.set_person(person.id);
  result.set_role(person.role);
  result.set_region(given.region);
  result.set_body(person.body);
  if (person.role == v1::ROLE_SPEAKER) result.set_official(person.id);
  result.set_account(absl::StrCat("regions/", given.region, "/accounts/", person.id));
  return result;
}

}  // namespace clarion::scenarios
