// The desk in virtual time: the core alone, papers in a map, a clock that is a number.
//
// It keeps the rules the shell keeps: who may call what, names held once (claims), timers that fire
// at their instants, and that the speaker desk looks at every open docket when the roster changes.
// Microseconds where the live desk takes seconds.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "clarion/v1/events.pb.h"
#include "services/core/context.h"
#include "services/core/decide.h"
#include "services/server/rule_packs.h"
#include "tests/scenarios/desk.h"

namespace clarion::scenarios {

class VirtualDesk : public Desk {
 public:
  explicit VirtualDesk(server::PackPtr pack) : pack_(std::move(pack)) {}

  absl::Status Open(const Given& given, const std::set<std::string>& actors,
                    absl::Time now) override;
  absl::Status AdvanceTo(absl::Time to) override;
  absl::StatusOr<View> Look(const std::string& incident) override;
  absl::Status Finish() override;

 protected:
  absl::StatusOr<v1::Docket> Submit(const std::string& actor, const Request& request) override;
  absl::Status StopServices() override;
  absl::Status StartServices() override;
  absl::Status StepClock(absl::Duration by) override;

 private:
  struct Stored {
    v1::Paper paper;
    std::vector<v1::Record> records;
  };

  core::Context ContextFor(const v1::Actor& actor) const;
  absl::StatusOr<v1::Paper> Act(const std::string& name, const v1::Command& command,
                                const v1::Actor& actor);
  absl::StatusOr<v1::Paper> Merge(const v1::Command& command, const v1::Actor& actor);
  absl::Status CheckClaims(const std::vector<core::Claim>& claims) const;
  void Store(const std::string& name, const core::Decision& decision);
  std::string NextNumber() const;
  absl::Status Settle();
  absl::Status DecideWhatIsDue();
  absl::Status ReviewSpeakers();

  const server::PackPtr pack_;
  absl::Time now_;
  bool running_ = true;
  bool roster_changed_ = false;  // and nobody has looked at the speakers since
  std::map<std::string, Stored> papers_;
  std::map<std::string, std::string> claims_;
};

}  // namespace clarion::scenarios
