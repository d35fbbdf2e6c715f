#include "tests/scenarios/runner.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/scenarios/expectations.h"

namespace clarion::scenarios {
namespace {

Result Fail(const std::string& why) { return {Result::Verdict::kFailed, why, ""}; }

std::string Shown(const std::string& code, const std::string& reason) {
  return reason.empty() ? code : absl::StrCat(code, " ", reason);
}

class Course {
 public:
  Course(const Scenario& scenario, Desk& desk) : scenario_(scenario), desk_(desk) {}

  std::string Go() {
    std::set<absl::Time> instants;
    std::set<std::string> actors;
    for (const Step& step : scenario_.steps) {
      instants.insert(step.at);
      if (!step.actor.empty()) actors.insert(step.actor);
    }
    for (const Check& check : scenario_.checks) instants.insert(check.at);
    const absl::Status opened = desk_.Open(scenario_.given, actors, *instants.begin());
    if (!opened.ok()) return absl::StrCat("opening: ", opened.ToString());
    for (const absl::Time at : instants) {
      std::string why = Visit(at);
      if (!why.empty()) return why;
    }
    const absl::Status finished = desk_.Finish();
    return finished.ok() ? "" : absl::StrCat("at the end: ", finished.ToString());
  }

 private:
  std::string Visit(absl::Time at) {
    if (const absl::Status advanced = desk_.AdvanceTo(at); !advanced.ok()) {
      return absl::StrCat("advancing to ", absl::FormatTime(at), ": ", advanced.ToString());
    }
    for (const Step& step : scenario_.steps) {
      if (step.at != at) continue;
      std::string why = Take(step);
      if (!why.empty()) return why;
    }
    for (const Check& check : scenario_.checks) {
      if (check.at != at) continue;
      const absl::StatusOr<View> view = desk_.Look(check.incident);
      const std::string why = view.ok() ? Difference(check, *view, scenario_.given.t0)
                                        : absl::StrCat("cannot look: ", view.status().ToString());
      if (!why.empty()) {
        return absl::StrCat("check ", check.number, " (", check.incident, " at ", check.at_text,
                            "): ", why);
      }
    }
    return "";
  }

  // Number of records of every incident seen so far.
  std::map<std::string, int64_t> Versions() {
    std::map<std::string, int64_t> versions;
    for (const std::string& label : registered_) {
      const absl::StatusOr<View> view = desk_.Look(label);
      versions[label] = view.ok() ? view->docket.version() : -1;
    }
    return versions;
  }

  std::string Take(const Step& step) {
    const std::string where =
        absl::StrCat("step ", step.number, " (", step.act, " at ", step.at_text, "): ");
    const bool refused = step.code != "OK";
    const auto before = refused ? Versions() : std::map<std::string, int64_t>();
    const Outcome outcome = desk_.Do(step);
    if (outcome.code != step.code || outcome.reason != step.reason) {
      return absl::StrCat(where, "expected ", Shown(step.code, step.reason), ", got ",
                          Shown(outcome.code, outcome.reason),
                          outcome.message.empty() ? "" : absl::StrCat(" (", outcome.message, ")"));
    }
    if (refused && before != Versions()) {
      return absl::StrCat(where, "expected nothing to change, got a new version");
    }
    if (step.act == "register" && !refused) registered_.insert(step.args["incident"]);
    const bool clock_set = step.act == "clock_step" || step.act == "server_stop";
    if (clock_set) return "";
    const absl::Status settled = desk_.AdvanceTo(step.at);
    return settled.ok() ? "" : absl::StrCat(where, "not settled: ", settled.ToString());
  }

  const Scenario& scenario_;
  Desk& desk_;
  std::set<std::string> registered_;
};

}  // namespace

std::string MissingAct(const Scenario& scenario) {
  for (const Step& step : scenario.steps) {
    if (!Supports(step.act)) return step.act;
  }
  return "";
}

Result Play(const Scenario& scenario, Desk& desk) {
  if (const std::string act = MissingAct(scenario); !act.empty()) {
    return {Result::Verdict::kSkipped, absl::StrCat("act ", act, " is not supported yet"), act};
  }
  const std::string why = Course(scenario, desk).Go();
  return why.empty() ? Result{} : Fail(why);
}

}  // namespace clarion::scenarios
