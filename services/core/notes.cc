// Notes for the file, and attachments by their hash: the file itself is kept elsewhere.
#include "absl/strings/str_cat.h"
#include "services/core/acts.h"
#include "services/core/docket_facts.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/usual_refusals.h"

namespace clarion::core {

absl::Status AddNote(Deliberation& deliberation, const v1::AddNote& command) {
  Fields fields;
  fields.Text("text", command.text(), 1, 2000);
  fields.Text("file_name", command.file_name(), 0, 200);
  if (command.file_name().empty()) {
    fields.Require(command.file_sha256().empty(), "file_name", "is required with `file_sha256`");
  } else {
    fields.Hash("file_sha256", command.file_sha256());
  }
  if (!fields.ok()) return fields.Refused();
  const v1::Docket& docket = deliberation.docket();
  if (HasEnded(docket)) return TerminalState();

  v1::Event event;
  v1::Note& note = *event.mutable_note_added()->mutable_note();
  note.set_id(absl::StrCat("n", docket.notes_size() + 1));
  note.set_text(command.text());
  note.set_file_name(command.file_name());
  note.set_file_sha256(command.file_sha256());
  note.set_written_by(deliberation.actor().person());
  *note.mutable_written_at() = ToProto(deliberation.now());
  deliberation.Enter(std::move(event));
  return absl::OkStatus();
}

}  // namespace clarion::core
