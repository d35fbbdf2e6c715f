#include "services/proof/audit.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clarion/v1/events.pb.h"
#include "services/core/decide.h"
#include "services/core/rederived.h"
#include "services/proof/chain.h"

namespace clarion::proof {
namespace {

constexpr int kLinesBeforeRecords = 2;

class Auditor {
 public:
  Auditor(const Export& parts, const v1::RulePack& pack, AuditResult& result)
      : parts_(parts), pack_(pack), result_(result) {}

  void Run() {
    std::string head;
    for (const std::string& bytes : parts_.records) {
      head = NextHead(head, bytes);
      if (!Take(bytes)) return;
    }
    result_.head = Hex(head);
    result_.texts = static_cast<int64_t>(parts_.texts.size());
    result_.docket = paper_.docket();
    CompareDocket();
  }

 private:
  bool Fail(Flaw kind, std::string what) {
    result_.fault = {kLinesBeforeRecords + static_cast<int>(result_.records), result_.records,
                     std::move(what), kind};
    return false;
  }

  bool Take(const std::string& bytes) {
    ++result_.records;
    v1::Record record;
    if (!record.ParseFromString(bytes)) return Fail(Flaw::kRecord, "it cannot be read");
    if (record.paper() != parts_.paper || record.version() != result_.records) {
      return Fail(Flaw::kRecord, "it is of another paper or version");
    }
    if (result_.records == 1 && !BeginsTheIncident(record)) {
      return Fail(Flaw::kRecord, "an incident does not begin so");
    }
    for (const v1::Event& event : record.events()) {
      if (!CheckText(event)) return false;
    }
    core::Evolve(paper_, record);
    result_.events += record.events_size();
    if (std::string clock = core::ClockThatDiffers(paper_, pack_); !clock.empty()) {
      return Fail(Flaw::kClock, std::move(clock));
    }
    if (std::string signature = core::SignatureThatIsMissing(paper_.docket()); !signature.empty()) {
      return Fail(Flaw::kSignature, std::move(signature));
    }
    return true;
  }

  bool BeginsTheIncident(const v1::Record& record) const {
    if (record.events().empty() || !record.events(0).has_incident_registered()) return false;
    const v1::Docket& docket = record.events(0).incident_registered().docket();
    return docket.name() == parts_.paper && docket.rule_pack_sha256() == Sha256(parts_.pack);
  }

  // Before the event is folded: the docket says what was waiting for it.
  bool CheckText(const v1::Event& event) {
    if (event.has_release_drafted()) return IsThere(event.release_drafted().release().text());
    if (event.has_release_edited()) return IsThere(event.release_edited().text());
    for (const v1::Release& brought : event.incident_merged().releases()) {
      if (!IsThere(brought.text())) return false;
    }
    if (event.has_release_cosigned()) {
      return IsCurrent(event.release_cosigned().release(), event.release_cosigned().text());
    }
    if (!event.has_release_approved()) return true;
    return IsCurrent(event.release_approved().release(), event.release_approved().text());
  }

  bool IsThere(const v1::TextRef& text) {
    if (parts_.texts.count(text.sha256()) > 0) return true;
    return Fail(Flaw::kText, absl::StrCat("its text ", Hex(text.sha256()), " is not in the file"));
  }

  bool IsCurrent(const std::string& id, const v1::TextRef& signed_text) {
    for (const v1::Release& release : paper_.docket().releases()) {
      if (release.id() != id) continue;
      if (release.text().sha256() == signed_text.sha256()) return true;
      return Fail(Flaw::kText, absl::StrCat(id, " was signed over another text"));
    }
    return Fail(Flaw::kText, absl::StrCat("there is no text ", id, " to sign"));
  }

  void CompareDocket() {
    if (result_.records == 0) {
      Fail(Flaw::kOrder, "there is no record");
      return;
    }
    if (parts_.docket == paper_.docket().SerializeAsString()) return;
    Fail(Flaw::kDocket, "the docket told is not the fold of its records");
    result_.fault.line += 1;
    result_.fault.version = 0;
  }

  const Export& parts_;
  const v1::RulePack& pack_;
  AuditResult& result_;
  v1::Paper paper_;
};

}  // namespace

AuditResult Audit(const std::string& file, const std::string& head, const ReadPack& read_pack) {
  AuditResult result;
  absl::StatusOr<Export> parts = ReadExport(file, result.fault);
  if (!parts.ok()) return result;
  result.paper = parts->paper;
  const int pack_line = kLinesBeforeRecords + static_cast<int>(parts->records.size()) + 2;
  const absl::StatusOr<v1::RulePack> pack = read_pack(parts->pack);
  if (!pack.ok()) {
    result.fault = {pack_line, 0, absl::StrCat("the pack is none: ", pack.status().message()),
                    Flaw::kPack};
    return result;
  }
  Auditor(*parts, *pack, result).Run();
  if (result.fault.what.empty() && !head.empty() && head != result.head) {
    result.fault = {kLinesBeforeRecords + static_cast<int>(result.records), result.records,
                    absl::StrCat("the history leads to ", result.head, ", not to ", head),
                    Flaw::kHead};
  }
  return result;
}

}  // namespace clarion::proof
