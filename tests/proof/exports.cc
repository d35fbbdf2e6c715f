#include "tests/proof/exports.h"

#include "absl/strings/str_cat.h"
#include "services/core/decide.h"
#include "services/core/evolve.h"
#include "services/proof/chain.h"

namespace clarion::proof {
namespace {

constexpr char kPack[] = "the pack\n";

// Replaces each text's made-up hash by that of its bytes, and the pack's.
void NameTexts(v1::Record& record, Export& parts) {
  const auto name = [&](v1::TextRef* ref) {
    const std::string text = absl::StrCat("text of ", ref->sha256());
    ref->set_sha256(Sha256(text));
    parts.texts[ref->sha256()] = text;
  };
  for (v1::Event& event : *record.mutable_events()) {
    if (event.has_incident_registered()) {
      event.mutable_incident_registered()->mutable_docket()->set_rule_pack_sha256(Sha256(kPack));
    }
    if (event.has_release_drafted()) {
      name(event.mutable_release_drafted()->mutable_release()->mutable_text());
    }
    if (event.has_release_edited()) name(event.mutable_release_edited()->mutable_text());
    if (event.has_release_approved()) name(event.mutable_release_approved()->mutable_text());
    if (event.has_release_cosigned()) name(event.mutable_release_cosigned()->mutable_text());
    if (!event.has_incident_merged()) continue;
    for (v1::Release& brought : *event.mutable_incident_merged()->mutable_releases()) {
      name(brought.mutable_text());
    }
  }
}

}  // namespace

testing::Story Morning() {
  testing::Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Verify();
  story.At("00:25").Assign("org-emb");
  story.At("00:30").Acknowledge("o-emb-head");
  story.At("00:50").Report(v1::REPORT_MODE_WRITTEN);
  story.At("01:00").Draft("r1");
  story.Edit("r1", "r1 2");
  story.Submit("r1");
  story.Approve("r1", "r1 2");
  story.At("02:00").Publish("r1");
  story.At("03:00").Begin("c1", v1::CONFERENCE_FORM_PRESS_CONFERENCE, {"o-emb-head"});
  story.RecordEvidence("e1", v1::EVIDENCE_KIND_RELEASE, "01:30");
  story.ConfirmEvidence("e1");
  story.RequestWaiver(v1::OBLIGATION_KIND_CONTINUED_RELEASE);
  story.ApproveWaiver(v1::OBLIGATION_KIND_CONTINUED_RELEASE);
  return story;
}

Export ExportOf(const std::vector<v1::Record>& records) {
  Export parts;
  v1::Paper paper;
  parts.pack = kPack;
  for (v1::Record record : records) {
    NameTexts(record, parts);
    core::Evolve(paper, record);
    parts.records.push_back(record.SerializeAsString());
  }
  parts.paper = paper.docket().name();
  parts.docket = paper.docket().SerializeAsString();
  return parts;
}

AuditResult AuditOf(const std::string& file, const std::string& head) {
  static testing::Story& story = *new testing::Story();
  return Audit(file, head,
               [](const std::string&) -> absl::StatusOr<v1::RulePack> { return story.pack(); });
}

const std::vector<v1::Record>& MorningRecords() {
  static const auto& records = *new std::vector<v1::Record>(Morning().history());
  return records;
}

const std::string& MorningFile() {
  static const auto& file = *new std::string(WriteExport(ExportOf(MorningRecords())));
  return file;
}

}  // namespace clarion::proof
