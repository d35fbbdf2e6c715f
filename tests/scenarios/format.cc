#include "tests/scenarios/format.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/core/proto_time.h"
#include "tests/scenarios/fields.h"
#include "tests/scenarios/vocabulary.h"

namespace clarion::scenarios {
namespace {

using nlohmann::json;

void MustBeOneOf(Fields& fields, const std::string& name, const std::set<std::string>& words,
                 const json& value) {
  if (!value.is_string() || words.count(value.get<std::string>()) == 0) {
    fields.Fault(absl::StrCat(name, " cannot be ", value.dump()));
  }
}

absl::Time Instant(Fields& fields, const std::string& name, absl::Time t0) {
  const std::string text = fields.Text(name);
  if (IsInstant(text)) return InstantOf(text, t0);
  fields.Fault(absl::StrCat(name, " must be like T+05:00:01, not ", text));
  return t0;
}

// A leave in a file names nobody who approved it; somebody else did.
std::string ApproverOf(const std::string& official, const v1::Roster& roster) {
  for (const v1::Official& other : roster.officials()) {
    if (other.id() != official) return other.id();
  }
  return "";
}

void ReadOfficial(const json& object, absl::Time t0, v1::Roster& roster, Faults& faults) {
  Fields fields(object, "given.officials", faults);
  v1::Official& official = *roster.add_officials();
  official.set_id(fields.Text("id"));
  official.set_name(fields.Text("name"));
  official.set_post(fields.Text("post"));
  official.set_body(fields.Text("org"));
  official.set_principal(fields.OptionalFlag("principal"));
  official.set_spokesperson(fields.OptionalFlag("spokesperson"));
  official.set_executive(fields.OptionalFlag("executive"));
  official.set_vacant(fields.OptionalFlag("vacant"));
  official.set_acting(fields.OptionalText("acting"));
  for (const auto& id : fields.OptionalTexts("complement_of")) official.add_complement_of(id);
  for (const auto& id : fields.OptionalTexts("in_charge_of")) official.add_in_charge_of(id);
  for (const json& item : fields.Has("leave") ? fields.Array("leave") : json::array()) {
    Fields range(item, absl::StrCat("given.officials.", official.id(), ".leave"), faults);
    v1::Leave& leave = *official.add_leave();
    *leave.mutable_from() = core::ToProto(Instant(range, "from", t0));
    *leave.mutable_to() = core::ToProto(Instant(range, "to", t0));
    leave.set_acting(range.OptionalText("acting"));
    range.Close();
  }
  fields.Close();
}

void ReadBody(const json& object, v1::Roster& roster, Faults& faults) {
  Fields fields(object, "given.orgs", faults);
  v1::Body& body = *roster.add_bodies();
  body.set_id(fields.Text("id"));
  body.set_name_zh(fields.Text("name_zh"));
  body.set_name_en(fields.OptionalText("name_en"));
  v1::BodyKind kind = v1::BODY_KIND_UNSPECIFIED;
  const std::string word = fields.Text("kind");
  if (!v1::BodyKind_Parse("BODY_KIND_" + word, &kind)) fields.Fault("kind cannot be " + word);
  body.set_kind(kind);
  fields.Close();
}

Person ReadUser(const json& object, Faults& faults) {
  Fields fields(object, "given.users", faults);
  Person user;
  user.id = fields.Text("id");
  user.name = fields.OptionalText("name");
  user.body = fields.Text("org");
  const std::string role = fields.Text("role");
  if (role == "duty") user.role = v1::ROLE_DUTY;
  if (role == "approver") user.role = v1::ROLE_APPROVER;
  if (role == "inspector") user.role = v1::ROLE_INSPECTOR;
  if (user.role == v1::ROLE_UNSPECIFIED) fields.Fault("role cannot be " + role);
  fields.Close();
  return user;
}

Given ReadGiven(const json& object, Faults& faults) {
  Fields fields(object, "given", faults);
  Given given;
  std::string problem;
  if (!absl::ParseTime(absl::RFC3339_full, fields.Text("t0"), &given.t0, &problem)) {
    fields.Fault("t0: " + problem);
  }
  if (fields.Text("rule_pack") != "national-2016") fields.Fault("rule_pack must be national-2016");
  Fields region(fields.Any("region"), "given.region", faults);
  given.region = region.Text("code");
  given.roster.set_name(absl::StrCat("regions/", given.region, "/roster"));
  given.roster.set_name_zh(region.Text("name_zh"));
  given.roster.set_name_en(region.OptionalText("name_en"));
  given.roster.set_superior(region.OptionalText("superior"));
  region.Close();
  for (const json& org : fields.Array("orgs")) ReadBody(org, given.roster, faults);
  for (const json& official : fields.Array("officials")) {
    ReadOfficial(official, given.t0, given.roster, faults);
  }
  for (v1::Official& official : *given.roster.mutable_officials()) {
    for (v1::Leave& leave : *official.mutable_leave()) {
      leave.set_approved_by(ApproverOf(official.id(), given.roster));
    }
  }
  for (const json& user : fields.Array("users")) given.users.push_back(ReadUser(user, faults));
  fields.Close();
  return given;
}

void CheckArgument(Fields& args, const ActField& field) {
  const json& value = args.Any(field.name);
  const std::set<std::string>& words = WordsOf(field.kind);
  if (!words.empty()) return MustBeOneOf(args, field.name, words, value);
  bool fits = true;
  switch (field.kind) {
    case Kind::kInstant:
      fits = value.is_string() && IsInstant(value.get<std::string>());
      break;
    case Kind::kFlag:
      fits = value.is_boolean();
      break;
    case Kind::kNumber:
      fits = value.is_number_integer();
      break;
    case Kind::kTexts:
      args.Texts(field.name);
      break;
    default:
      fits = value.is_string();
  }
  if (!fits) args.Fault(absl::StrCat(field.name, " cannot be ", value.dump()));
}

void CheckArguments(const Step& step, const std::string& where, Faults& faults) {
  const auto act = ActFields().find(step.act);
  if (act == ActFields().end()) return;  // of a later vocabulary: skipped by its name
  Fields args(step.args, where, faults);
  for (const ActField& field : act->second) {
    if (field.required || args.Has(field.name)) CheckArgument(args, field);
  }
  args.Close();
}

void CheckActor(const Step& step, const std::string& by, const Given& given, Fields& fields) {
  if (by == "system" || by == "timer") {
    if (!step.actor.empty()) fields.Fault(by + " has no actor");
    return;
  }
  const Person person = PersonOf(given, step.actor);
  if (person.id.empty()) return fields.Fault("no such actor: " + step.actor);
  const std::set<std::string> roles = {"duty", "approver", "spokesperson", "inspector"};
  if (roles.count(by) == 0) fields.Fault("by cannot be " + by);
}

Step ReadStep(const json& object, int number, const Given& given, Faults& faults) {
  const std::string act =
      object.is_object() && object.contains("do") && object["do"].is_string() ? object["do"] : "?";
  const std::string where = absl::StrCat("step ", number, " (", act, ")");
  Fields fields(object, where, faults);
  Step step;
  step.number = number;
  step.at = Instant(fields, "at", given.t0);
  step.at_text = fields.Text("at");
  step.act = fields.Text("do");
  step.actor = fields.OptionalText("actor");
  CheckActor(step, fields.Text("by"), given, fields);
  step.args = fields.Any("args");
  CheckArguments(step, where, faults);
  Fields expect(fields.Any("expect"), where + " expect", faults);
  if (expect.OptionalFlag("ok")) {
    step.code = "OK";
  } else {
    step.code = expect.Text("error");
    step.reason = expect.Text("reason");
  }
  expect.Close();
  fields.Close();
  return step;
}

void CheckObligation(const json& value, const std::string& where, Faults& faults) {
  if (value == "ABSENT") return;
  Fields fields(value, where, faults);
  MustBeOneOf(fields, "status", ObligationStatuses(), fields.Any("status"));
  for (const char* name : {"due", "met_at"}) {
    if (fields.Has(name) && !IsInstant(fields.Text(name))) {
      fields.Fault(absl::StrCat(name, " must be like T+05:00"));
    }
  }
  if (fields.Has("seq") && !fields.Any("seq").is_number_integer()) fields.Fault("seq");
  absl::Time due;
  if (fields.Has("due_abs") &&
      !absl::ParseTime(absl::RFC3339_full, fields.Text("due_abs"), &due, nullptr)) {
    fields.Fault("due_abs must be RFC 3339");
  }
  for (const auto& flag : fields.OptionalTexts("flags")) {
    if (Flags().count(flag) == 0) fields.Fault("unknown flag " + flag);
  }
  fields.Close();
}

void CheckWords(Fields& fields, const char* name, const std::set<std::string>& words) {
  for (const auto& word : fields.OptionalTexts(name)) {
    if (words.count(word) == 0) fields.Fault(absl::StrCat(name, ": unknown word ", word));
  }
}

void CheckExpectation(const json& object, const std::string& where, Faults& faults) {
  Fields fields(object, where, faults);
  if (fields.Has("state")) MustBeOneOf(fields, "state", IncidentStates(), fields.Any("state"));
  if (fields.Has("severity")) MustBeOneOf(fields, "severity", Severities(), fields.Any("severity"));
  for (const char* name : {"lead", "speaker"}) {
    if (fields.Has(name) && !fields.Any(name).is_null()) fields.Text(name);
  }
  if (fields.Has("start") && !IsInstant(fields.Text("start"))) {
    fields.Fault("start must be like T+05:00");
  }
  if (fields.Has("obligations")) {
    for (const auto& [kind, value] : fields.Any("obligations").items()) {
      if (Obligations().count(kind) == 0) fields.Fault("unknown obligation " + kind);
      CheckObligation(value, absl::StrCat(where, " ", kind), faults);
    }
  }
  if (fields.Has("releases")) {
    for (const auto& [label, value] : fields.Any("releases").items()) {
      MustBeOneOf(fields, "releases." + label, ReleaseStates(), value);
    }
  }
  CheckWords(fields, "events_contain", Events());
  CheckWords(fields, "events_not_contain", Events());
  CheckWords(fields, "notices_to", NoticeRoles());
  CheckWords(fields, "notices_never", NoticeRoles());
  fields.Close();
}

Check ReadCheck(const json& object, int number, const Given& given, Faults& faults) {
  const std::string where = absl::StrCat("check ", number);
  Fields fields(object, where, faults);
  Check check;
  check.number = number;
  check.at = Instant(fields, "at", given.t0);
  check.at_text = fields.Text("at");
  check.incident = fields.Text("incident");
  check.expect = fields.Any("expect");
  CheckExpectation(check.expect, where, faults);
  fields.Close();
  return check;
}

}  // namespace

absl::StatusOr<Scenario> ParseScenario(const std::string& text) {
  const json file = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (file.is_discarded()) return absl::InvalidArgumentError("not JSON");
  Faults faults;
  Fields fields(file, "file", faults);
  Scenario scenario;
  scenario.id = fields.Text("id");
  for (const char* name : {"title_zh", "title_en"}) fields.Text(name);
  fields.Texts("cites");
  scenario.given = ReadGiven(fields.Any("given"), faults);
  int number = 0;
  for (const json& step : fields.Array("steps")) {
    scenario.steps.push_back(ReadStep(step, ++number, scenario.given, faults));
    if (number > 1 && scenario.steps[number - 2].at > scenario.steps.back().at) {
      fields.Fault(absl::StrCat("step ", number, " is not in time order"));
    }
  }
  number = 0;
  for (const json& check : fields.Array("then")) {
    scenario.checks.push_back(ReadCheck(check, ++number, scenario.given, faults));
  }
  fields.Close();
  if (scenario.checks.empty()) fields.Fault("nothing is checked");
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
  return scenario;
}

absl::StatusOr<Scenario> ReadScenario(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError("cannot be read: " + path);
  std::stringstream text;
  text << file.rdbuf();
  return ParseScenario(text.str());
}

}  // namespace clarion::scenarios
