// What lies in the file of an incident: the facts sheet, waivers, late evidence, the finding that a
// report is false, referrals, transfers, mergers, notes.
#include "absl/strings/str_cat.h"
#include "clients/cli/docket_view.h"
#include "clients/cli/names.h"
#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

void PrintWaivers(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.waivers().empty()) return;
  Heading(out, look, {"豁免", "waivers"});
  Table table({look(label::kObligation), look({"理由", "ground"}), look(label::kDocument),
               look({"申请人", "asked by"}), look(label::kTime), look(label::kApprover),
               look(label::kMarks)});
  for (const v1::WaiverRequest& w : docket.waivers()) {
    const bool waits = w.approved_by().empty();
    table.Add({ObligationName(look, w.obligation()),
               WordFor(w.ground(), look.lang),
               w.document(),
               w.requested_by(),
               ShowTime(w.has_requested_at(), w.requested_at()),
               w.approved_by(),
               {waits ? look({"待批，时限照走", "waits for approval, the clock runs on"}) : "",
                Tint::kWarn}});
  }
  Show(out, look, table);
}

void PrintNotes(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.notes().empty()) return;
  Heading(out, look, {"记事与附件", "notes and attachments"});
  Table table({look(label::kId), look(label::kTime), look(label::kWho), look(label::kText),
               look({"附件", "attachment"}), look(label::kHash)});
  for (const v1::Note& n : docket.notes()) {
    table.Add({n.id(), ShowTime(n.has_written_at(), n.written_at()), n.written_by(), n.text(),
               n.file_name(), Hex(n.file_sha256(), look.shape != Shape::kPlain)});
  }
  Show(out, look, table);
}

void PrintFinding(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.has_false_report()) {
    const v1::FalseReport& f = docket.false_report();
    Heading(out, look, {"不实认定", "found false"});
    Line(out, look, label::kBasis, f.basis());
    Line(out, look, {"已公开传播", "public"}, look(f.public_() ? label::kYes : label::kNo));
    Line(out, look, label::kWho,
         absl::StrCat(f.decided_by(), " ", ShowTime(f.has_decided_at(), f.decided_at())));
  }
  if (docket.referrals().empty()) return;
  Heading(out, look, {"线索移交", "referrals to the police"});
  Table table({look(label::kTime), look(label::kWho), look({"线索", "leads"})});
  for (const v1::Referral& r : docket.referrals()) {
    table.Add({ShowTime(r.has_referred_at(), r.referred_at()), r.referred_by(), r.clues()});
  }
  Show(out, look, table);
}

void PrintTransfers(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.transfers().empty()) return;
  Heading(out, look, {"移交", "transfers"});
  Table table({look(label::kTo), look({"理由", "reason"}), look({"提出人", "asked by"}),
               look(label::kTime), look({"接收人", "accepted by"}), look({"接收时间", "accepted"}),
               look(label::kMarks)});
  for (const v1::Transfer& t : docket.transfers()) {
    const bool waits = &t == &docket.transfers(docket.transfers_size() - 1) && !t.has_accepted_at();
    table.Add(
        {BodyName(look, t.to_body()),
         t.reason(),
         t.requested_by(),
         ShowTime(t.has_requested_at(), t.requested_at()),
         t.accepted_by(),
         ShowTime(t.has_accepted_at(), t.accepted_at()),
         {waits ? look({"待接收，责任与时限不变", "to be accepted; nothing changes till then"})
                : "",
          Tint::kWarn}});
  }
  Show(out, look, table);
}

void PrintMergers(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.merged().empty()) return;
  Heading(out, look, {"并入的事件", "merged into this"});
  Table table({look(label::kIncident), look(label::kSource), look({"来源编号", "id there"})});
  for (const v1::MergedCase& m : docket.merged()) {
    table.Add({NumberOf(m.name()), m.source(), m.external_id()});
  }
  Show(out, look, table);
}

}  // namespace

void PrintFactsSheet(std::ostream& out, const Look& look, const v1::Docket& docket,
                     bool every_version) {
  if (docket.facts().empty()) return;
  Table table({look({"事实", "fact"}),
               look({"内容", "value"}),
               look({"截至", "as of"}),
               look(label::kSource),
               look(label::kVersion),
               look(label::kWho),
               {look({"录入时间", "entered"}), Shown::kWide},
               {"key", Shown::kWide}});
  for (const v1::Fact& f : docket.facts()) {
    if (!every_version && LatestFact(docket, f.key()) != &f) continue;
    table.Add({FactName(look, f.key()), f.value(), ShowTime(f.has_as_of(), f.as_of()), f.source(),
               absl::StrCat(f.version()), f.entered_by(),
               ShowTime(f.has_entered_at(), f.entered_at()), f.key()});
  }
  Show(out, look, table);
}

void PrintEvidence(std::ostream& out, const Look& look, const v1::Docket& docket) {
  if (docket.evidence().empty()) return;
  Table table({look(label::kId), look(label::kKind), look({"生效时间", "effective"}),
               look({"证明", "proof"}), look({"录入人", "recorded by"}),
               look({"确认人", "confirmed by"}), look(label::kMarks)});
  for (const v1::LateEvidence& e : docket.evidence()) {
    const bool waits = e.confirmed_by().empty();
    std::string kind = WordFor(e.kind(), look.lang);
    if (e.release_kind() != v1::RELEASE_KIND_UNSPECIFIED) {
      absl::StrAppend(&kind, " (", WordFor(e.release_kind(), look.lang), ")");
    }
    table.Add({e.id(),
               kind,
               ShowTime(e.has_effective_at(), e.effective_at()),
               e.proof(),
               e.recorded_by(),
               e.confirmed_by(),
               {waits ? look({"待确认，尚不计入", "unconfirmed, does not count yet"}) : "",
                Tint::kWarn}});
  }
  Show(out, look, table);
}

void PrintFile(std::ostream& out, const Look& look, const v1::Docket& docket) {
  PrintWaivers(out, look, docket);
  if (!docket.evidence().empty()) Heading(out, look, {"补录", "late evidence"});
  PrintEvidence(out, look, docket);
  PrintFinding(out, look, docket);
  PrintTransfers(out, look, docket);
  PrintMergers(out, look, docket);
  PrintNotes(out, look, docket);
}

}  // namespace clarion::cli
