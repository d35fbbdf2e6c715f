// A file that proves itself: every byte, line and order of it is held, and what it says is derived
// anew. Random tests print their seed.
#include "services/proof/export.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/decide.h"
#include "services/proof/audit.h"
#include "services/proof/chain.h"
#include "tests/support/story.h"

namespace clarion::proof {
namespace {

using ::testing::HasSubstr;
using testing::Story;

constexpr char kPack[] = "the pack\n";

// The real incident of a morning: a text of two people, a conference, a report, late evidence.
Story Morning() {
  Story story;
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
  }
}

// An export of these records, as if the services had written them so.
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

AuditResult AuditOf(const std::string& file, const std::string& head = "") {
  static Story& story = *new Story();
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

// What the audit says of records changed by `forge`, with heads and docket made to fit.
std::string FoundIn(const std::function<void(std::vector<v1::Record>&)>& forge) {
  std::vector<v1::Record> records = MorningRecords();
  forge(records);
  const AuditResult result = AuditOf(WriteExport(ExportOf(records)));
  return result.fault.what.empty() ? "" : Words(result.fault);
}

// The first event of a kind, with its record.
v1::Event& Find(std::vector<v1::Record>& records, v1::Event::KindCase kind) {
  for (v1::Record& record : records) {
    for (v1::Event& event : *record.mutable_events()) {
      if (event.kind_case() == kind) return event;
    }
  }
  ADD_FAILURE() << "no such event";
  return *records[0].mutable_events(0);
}

void Remove(std::vector<v1::Record>& records, v1::Event::KindCase kind) {
  for (v1::Record& record : records) {
    auto& events = *record.mutable_events();
    events.erase(std::remove_if(events.begin(), events.end(),
                                [&](const v1::Event& event) { return event.kind_case() == kind; }),
                 events.end());
  }
}

std::vector<std::string> LinesOf(const std::string& file) {
  std::vector<std::string> lines = absl::StrSplit(file, '\n');
  lines.pop_back();
  return lines;
}

std::string FileOf(const std::vector<std::string>& lines) {
  return absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
}

TEST(Export, OfAWholeHistoryIsProvenAndSaysItsHead) {
  const AuditResult result = AuditOf(MorningFile());
  EXPECT_EQ(Words(result.fault), "line 0: ");
  EXPECT_EQ(result.records, static_cast<int64_t>(MorningRecords().size()));
  EXPECT_EQ(result.texts, 2);
  EXPECT_EQ(result.docket.releases_size(), 1);
  EXPECT_EQ(AuditOf(MorningFile(), result.head).fault.what, "");
  const AuditResult other = AuditOf(MorningFile(), std::string(64, '0'));
  EXPECT_THAT(other.fault.what, HasSubstr("leads to " + result.head));
}

TEST(Export, WithAnyByteFlippedIsRefusedAtItsLine) {
  const std::string& file = MorningFile();
  int line = 1;
  for (size_t i = 0; i < file.size(); ++i) {
    for (const char bit : {1, 4, 64}) {
      std::string flipped = file;
      flipped[i] = static_cast<char>(flipped[i] ^ bit);
      ExportFault fault;
      ASSERT_FALSE(ReadExport(flipped, fault).ok()) << "byte " << i;
      // A line end that is none joins two lines; the paper's name shows with its records' audit.
      ASSERT_GE(fault.line, 1) << "byte " << i;
      const bool names_it = file[i] != '\n' && line != 2;
      ASSERT_EQ(fault.line, names_it ? line : fault.line) << "byte " << i;
    }
    if (file[i] == '\n') ++line;
  }
}

TEST(Export, WithAnyLineRemovedIsRefused) {
  const std::vector<std::string> lines = LinesOf(MorningFile());
  for (size_t i = 0; i < lines.size(); ++i) {
    std::vector<std::string> fewer = lines;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    ExportFault fault;
    EXPECT_FALSE(ReadExport(FileOf(fewer), fault).ok()) << "line " << i + 1;
    EXPECT_FALSE(fault.what.empty());
  }
}

TEST(Export, WithAnyTwoLinesSwappedIsRefused) {
  const uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 random(seed);
  const std::vector<std::string> lines = LinesOf(MorningFile());
  const auto swapped = [&](size_t a, size_t b) {
    std::vector<std::string> other = lines;
    std::swap(other[a], other[b]);
    ExportFault fault;
    EXPECT_FALSE(ReadExport(FileOf(other), fault).ok()) << a + 1 << " and " << b + 1;
    EXPECT_LE(fault.line, static_cast<int>(std::max(a, b)) + 1);
  };
  for (size_t i = 0; i + 1 < lines.size(); ++i) swapped(i, i + 1);
  for (int i = 0; i < 1000; ++i) {
    const size_t a = random() % lines.size();
    const size_t b = random() % lines.size();
    if (a != b) swapped(a, b);
  }
}

TEST(Export, CutOffAnywhereIsRefused) {
  const std::string& file = MorningFile();
  for (size_t size = 0; size < file.size(); size += 7) {
    ExportFault fault;
    EXPECT_FALSE(ReadExport(file.substr(0, size), fault).ok()) << size;
  }
}

// From here on the chain is made to fit: only what the records say can tell.

TEST(Audit, FindsALimitThatIsNotThePacks) {
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                auto& clock = *Find(records, v1::Event::kObligationArmed)
                                   .mutable_obligation_armed()
                                   ->mutable_obligation();
                clock.mutable_limit()->set_seconds(6 * 3600);
                clock.mutable_due_at()->set_seconds(clock.start_at().seconds() + 6 * 3600);
              }),
              HasSubstr("record 1: "));
}

TEST(Audit, FindsAClockThatIsNotThere) {
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                Remove(records, v1::Event::kObligationArmed);
              }),
              HasSubstr("record 1: by its facts this would follow: obligation_armed"));
}

TEST(Audit, FindsADoneClockThatNothingMet) {
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                Remove(records, v1::Event::kReleasePublished);
              }),
              HasSubstr("this would follow"));
}

TEST(Audit, FindsABreachThatWasLeftOut) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Until("30:00");
  std::vector<v1::Record> records = story.history();
  Remove(records, v1::Event::kObligationBreached);
  const AuditResult result = AuditOf(WriteExport(ExportOf(records)));
  EXPECT_THAT(result.fault.what, HasSubstr("this would follow: obligation_breached"));
}

TEST(Audit, FindsAnApprovalByTheAuthor) {
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                Find(records, v1::Event::kReleaseApproved)
                    .mutable_release_approved()
                    ->set_approved_by("duty1");
              }),
              HasSubstr("r1 was approved by who wrote it"));
}

TEST(Audit, FindsAnApprovalOfAnotherText) {
  EXPECT_THAT(
      FoundIn([](std::vector<v1::Record>& records) {
        *Find(records, v1::Event::kReleaseApproved).mutable_release_approved()->mutable_text() =
            Find(records, v1::Event::kReleaseDrafted).release_drafted().release().text();
      }),
      HasSubstr("r1 was signed over another text"));
}

TEST(Audit, FindsATextThatIsNotInTheFile) {
  Export parts = ExportOf(MorningRecords());
  parts.texts.erase(parts.texts.begin());
  EXPECT_THAT(AuditOf(WriteExport(parts)).fault.what, HasSubstr("is not in the file"));
}

TEST(Audit, FindsAWaiverAndEvidenceByOnePerson) {
  EXPECT_THAT(
      FoundIn([](std::vector<v1::Record>& records) {
        v1::ObligationWaived& waived =
            *Find(records, v1::Event::kObligationWaived).mutable_obligation_waived();
        waived.set_approved_by(
            Find(records, v1::Event::kWaiverRequested).waiver_requested().request().requested_by());
      }),
      HasSubstr("nobody approved to waive it"));
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                Find(records, v1::Event::kEvidenceConfirmed)
                    .mutable_evidence_confirmed()
                    ->set_confirmed_by(Find(records, v1::Event::kEvidenceRecorded)
                                           .evidence_recorded()
                                           .evidence()
                                           .recorded_by());
              }),
              HasSubstr("e1 was confirmed by who recorded it"));
}

TEST(Audit, FindsACancelledClockThatNothingEnded) {
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                records[1].add_events()->mutable_obligation_cancelled()->set_obligation(
                    "PRESS_CONFERENCE-1");
              }),
              HasSubstr("record 2: PRESS_CONFERENCE-1: it was cancelled, and nothing ended it"));
}

TEST(Audit, FindsADocketThatIsNotTheFold) {
  Export parts = ExportOf(MorningRecords());
  v1::Docket docket;
  docket.ParseFromString(parts.docket);
  docket.set_title("另一件事");
  parts.docket = docket.SerializeAsString();
  EXPECT_THAT(AuditOf(WriteExport(parts)).fault.what, HasSubstr("is not the fold"));
}

TEST(Audit, FindsAnotherPackOrNone) {
  Export parts = ExportOf(MorningRecords());
  parts.pack = "another pack";
  EXPECT_THAT(AuditOf(WriteExport(parts)).fault.what, HasSubstr("does not begin so"));
  const AuditResult result =
      Audit(MorningFile(), "", [](const std::string&) -> absl::StatusOr<v1::RulePack> {
        return absl::InvalidArgumentError("no pack");
      });
  EXPECT_THAT(result.fault.what, HasSubstr("the pack is none"));
}

TEST(Audit, OfAMergerIsProvenOnBothSides) {
  Story first;
  first.At("00:10").Register(v1::GRADE_III);
  Story second;
  second.At("00:20").Register(v1::GRADE_II, [](v1::RegisterIncident& act) {
    act.set_name("regions/419999/incidents/419999-20260303-0002");
  });
  second.At("05:40").Absorb(first);
  EXPECT_EQ(AuditOf(WriteExport(ExportOf(first.history()))).fault.what, "");
  EXPECT_EQ(AuditOf(WriteExport(ExportOf(second.history()))).fault.what, "");
}

TEST(Audit, SaysHowFastItIs) {
  const std::string& file = MorningFile();
  const auto begun = std::chrono::steady_clock::now();
  int64_t events = 0;
  for (int i = 0; i < 200; ++i) events += AuditOf(file).events;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  std::cout << events << " events, "
            << static_cast<int64_t>(static_cast<double>(events) / took.count()) << " a second\n";
  EXPECT_GT(events, 4000);
}

}  // namespace
}  // namespace clarion::proof
