// Co-signing (会签): before a joint text is published, the principal of every joint body, or who
// acts for one, signs exactly that text (政府信息公开条例 art. 10, 11). In any order with the
// approval; an edit voids both.
#include <string>
#include <vector>

#include "services/core/acts.h"
#include "services/core/authority.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/speakers.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {
absl::Status Cosign(Deliberation& deliberation, const v1::CosignRelease& command) {
  const v1::Docket& docket = deliberation.docket();
  const v1::Release* release = FindRelease(docket, command.release());
  if (release == nullptr) return NoSuchRelease(command.release());
  const v1::Roster* roster = deliberation.UseRoster();
  if (roster == nullptr) return NotCosigner();
  std::vector<std::string> bodies;  // joint bodies this official answers for now
  for (const std::string& body : release->joint_with()) {
    const v1::Official* head = PrincipalAt(*roster, body, deliberation.now());
    if (head != nullptr && head->id() == deliberation.actor().official()) bodies.push_back(body);
  }
  if (bodies.empty()) return NotCosigner();
  Fields fields;
  fields.Hash("sha256", command.sha256());
  if (!fields.ok()) return fields.Refused();
  if (HasEnded(docket)) return TerminalState();
  if (IsPublic(*release)) return AlreadyPublished();
  if (command.sha256() != release->text().sha256()) return HashMismatch();

  for (const std::string& body : bodies) {
    if (Contains(release->cosigned_by(), body)) continue;  // signed already
    v1::Event event;
    v1::ReleaseCosigned& cosigned = *event.mutable_release_cosigned();
    cosigned.set_release(command.release());
    cosigned.set_body(body);
    cosigned.set_cosigned_by(deliberation.actor().person());
    *cosigned.mutable_text() = release->text();
    deliberation.Enter(std::move(event));
  }
  return absl::OkStatus();
}

}  // namespace clarion::core
