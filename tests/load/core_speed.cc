#include "tests/load/core_speed.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "tests/load/clock.h"
#include "tests/load/recorder.h"
#include "tests/load/registrations.h"
#include "tests/support/sample_county.h"

namespace clarion::load {
namespace {

constexpr char kDecidedRegion[] = "410726";
constexpr size_t kAtOnceDecided = 200;  // between two looks at the clock

// One kind of decision, over and over.
struct Kind {
  const char* name = "";
  v1::Paper paper = {};
  v1::Command command = {};
  absl::Time now = {};
};

std::vector<Kind> Kinds() {
  const absl::Time registered = absl::FromUnixSeconds(1'800'000'000);
  Kind registration = {.name = "register", .now = registered};
  *registration.command.mutable_register_incident() =
      SampleIncident({.region = kDecidedRegion, .number = 1, .detected_at = registered});
  registration.command.mutable_register_incident()->set_name(
      absl::StrCat("regions/", kDecidedRegion, "/incidents/", kDecidedRegion, "-20270115-0001"));
  registration.command.mutable_register_incident()->set_grade(v1::GRADE_II);
  const auto docket = core::Decide(registration.paper, registration.command,
                                   testing::ContextAt(registered, testing::Duty()));
  CLARION_CHECK(docket.ok());
  Kind note = {.name = "note", .paper = docket->paper, .now = registered + absl::Minutes(1)};
  note.command.mutable_add_note()->set_text("现场已控制。");
  Kind due = {.name = "deadline missed", .paper = docket->paper, .now = registered};
  due.command.mutable_decide_due();
  due.now = core::NextDue(docket->paper).value_or(registered);
  Kind refused = {.name = "refusal", .paper = docket->paper, .now = registered};
  refused.command.mutable_verify_incident();
  return {registration, note, due, refused};
}

// Decisions a second.
double Run(const Kind& kind, nanoseconds window) {
  const v1::Roster roster = testing::SampleRoster();
  const core::Context context = testing::ContextAt(
      kind.now, kind.command.has_decide_due() ? testing::System() : testing::Duty(), &roster);
  SteadyClock clock;
  const Instant begun = clock.Now();
  size_t decided = 0;
  nanoseconds passed{0};
  while (passed < window) {
    for (size_t i = 0; i < kAtOnceDecided; ++i) {
      const auto decision = core::Decide(kind.paper, kind.command, context);
      decided += decision.ok() || !decision.status().message().empty() ? 1 : 0;
    }
    passed = clock.Now() - begun;
  }
  return static_cast<double>(decided) / (Milliseconds(passed) / 1e3);
}

}  // namespace

absl::Status MeasureCore(const Profile& profile, Report& report) {
  for (const Kind& kind : Kinds()) {
    Figure figure = {.name = absl::StrCat("core decisions on one core, ", kind.name),
                     .unit = "/s",
                     .judge = Judge::kAtLeast,
                     .goal = 1e6,
                     .gate = kNoGate};
    for (size_t round = 0; round < profile.rounds; ++round) {
      figure.product.push_back(Run(kind, profile.core_window));
    }
    report.Add(std::move(figure));
  }
  return absl::OkStatus();
}

}  // namespace clarion::load
