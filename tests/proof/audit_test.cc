// What a history says is derived anew: here each is forged, its chain made to fit, so that only
// what the records say can tell. Random tests print their seed.
#include "services/proof/audit.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/walk.h"
#include "tests/proof/exports.h"

namespace clarion::proof {
namespace {

using testing::Approver;
using ::testing::HasSubstr;
using testing::Story;

// What the audit says of records changed by `forge`, with heads and docket made to fit.
std::string FoundIn(const std::function<void(std::vector<v1::Record>&)>& forge) {
  std::vector<v1::Record> records = MorningRecords();
  forge(records);
  const AuditResult result = AuditOf(WriteExport(ExportOf(records)));
  return result.fault.what.empty() ? "" : Words(result.fault);
}

// The first record with an event of a kind, and that event.
v1::Record& RecordWith(std::vector<v1::Record>& records, v1::Event::KindCase kind) {
  for (v1::Record& record : records) {
    for (const v1::Event& event : record.events()) {
      if (event.kind_case() == kind) return record;
    }
  }
  ADD_FAILURE() << "no such event";
  return records[0];
}

v1::Event& Find(std::vector<v1::Record>& records, v1::Event::KindCase kind) {
  for (v1::Event& event : *RecordWith(records, kind).mutable_events()) {
    if (event.kind_case() == kind) return event;
  }
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
  EXPECT_THAT(
      FoundIn([](std::vector<v1::Record>& records) {
        RecordWith(records, v1::Event::kReleaseApproved).mutable_actor()->set_person("duty1");
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
        const std::string asked =
            Find(records, v1::Event::kWaiverRequested).waiver_requested().request().requested_by();
        v1::Record& record = RecordWith(records, v1::Event::kObligationWaived);
        record.mutable_actor()->set_person(asked);
        Find(records, v1::Event::kObligationWaived)
            .mutable_obligation_waived()
            ->set_approved_by(asked);
      }),
      HasSubstr("nobody approved to waive it"));
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                const std::string recorded = Find(records, v1::Event::kEvidenceRecorded)
                                                 .evidence_recorded()
                                                 .evidence()
                                                 .recorded_by();
                v1::Record& record = RecordWith(records, v1::Event::kEvidenceConfirmed);
                record.mutable_actor()->set_person(recorded);
                Find(records, v1::Event::kEvidenceConfirmed)
                    .mutable_evidence_confirmed()
                    ->set_confirmed_by(recorded);
              }),
              HasSubstr("e1 was confirmed by who recorded it"));
}

TEST(Audit, FindsASignatureInAnothersName) {
  EXPECT_THAT(
      FoundIn([](std::vector<v1::Record>& records) {
        RecordWith(records, v1::Event::kReleaseApproved).mutable_actor()->set_person("duty1");
      }),
      HasSubstr("it was approved by another"));
}

TEST(Audit, FindsAnEditThatWasNotApprovedAgain) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.Verify();
  story.Draft("r1");
  story.Submit("r1");
  story.Approve("r1", "r1 1");
  story.Edit("r1", "r1 2");
  story.Submit("r1");
  story.Approve("r1", "r1 2");
  story.Publish("r1");
  std::vector<v1::Record> records = story.history();
  Remove(records, v1::Event::kReleaseApprovalVoided);
  // The second approval is gone.
  records.erase(records.end() - 2);
  records.back().set_version(records.back().version() - 1);
  EXPECT_THAT(AuditOf(WriteExport(ExportOf(records))).fault.what,
              HasSubstr("r1 is public, and this text was not approved"));
}

TEST(Audit, FindsAnApprovalBesideAnEditInOneRecord) {
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                v1::Record& record = RecordWith(records, v1::Event::kReleaseApproved);
                v1::Event edit;
                v1::ReleaseEdited& edited = *edit.mutable_release_edited();
                edited.set_release("r1");
                *edited.mutable_text() = testing::TextOf("r1 3");
                edited.set_editor("duty1");
                const v1::Event approval = record.events(0);
                *record.mutable_events(0) = edit;
                *record.add_events() = approval;
              }),
              HasSubstr("r1 was signed over another text"));
}

TEST(Audit, FindsAnActAtAnotherTimeThanItsRecord) {
  EXPECT_THAT(
      FoundIn([](std::vector<v1::Record>& records) {
        v1::ReleasePublished& published =
            *Find(records, v1::Event::kReleasePublished).mutable_release_published();
        published.mutable_published_at()->set_seconds(published.published_at().seconds() - 60);
      }),
      HasSubstr("it was published at another time than it says"));
}

// Moves the instant that an event states a minute back.
std::string FoundWithEarlier(v1::Event::KindCase kind,
                             const std::function<google::protobuf::Timestamp*(v1::Event&)>& at) {
  return FoundIn([&](std::vector<v1::Record>& records) {
    google::protobuf::Timestamp* stated = at(Find(records, kind));
    stated->set_seconds(stated->seconds() - 60);
  });
}

TEST(Audit, FindsConferenceReportAndSignatureAtAnotherTimeThanTheirRecords) {
  EXPECT_THAT(
      FoundWithEarlier(
          v1::Event::kConferenceBegun,
          [](v1::Event& event) {
            return event.mutable_conference_begun()->mutable_conference()->mutable_begun_at();
          }),
      HasSubstr("the conference began at another time"));
  EXPECT_THAT(
      FoundWithEarlier(
          v1::Event::kSuperiorReported,
          [](v1::Event& event) {
            return event.mutable_superior_reported()->mutable_report()->mutable_reported_at();
          }),
      HasSubstr("the superior was told at another time"));
  EXPECT_THAT(
      FoundWithEarlier(v1::Event::kSpeakerAcknowledged,
                       [](v1::Event& event) {
                         return event.mutable_speaker_acknowledged()->mutable_acknowledged_at();
                       }),
      HasSubstr("it was signed at another time"));
}

TEST(Audit, FindsAWaiverAndAConfirmationInAnothersName) {
  for (const auto kind : {v1::Event::kObligationWaived, v1::Event::kEvidenceConfirmed}) {
    EXPECT_THAT(FoundIn([&](std::vector<v1::Record>& records) {
                  RecordWith(records, kind).mutable_actor()->set_person("somebody");
                }),
                HasSubstr("another "));
  }
}

TEST(Audit, FindsARecordDecidedBeforeTheLastOne) {
  EXPECT_THAT(FoundIn([](std::vector<v1::Record>& records) {
                v1::Record& record = records[3];
                record.mutable_decided_at()->set_seconds(records[2].decided_at().seconds() - 1);
                record.clear_events();
                record.add_events()->mutable_note_added();
              }),
              HasSubstr("it was decided before the last one"));
}

TEST(Audit, FindsATransferAcceptedByWhoAskedForIt) {
  Story story;
  story.At("00:10").Register(v1::GRADE_III);
  story.Transfer("org-edu");
  story.AcceptTransfer("org-edu");
  std::vector<v1::Record> records = story.history();
  EXPECT_EQ(AuditOf(WriteExport(ExportOf(records))).fault.what, "");
  Find(records, v1::Event::kTransferAccepted).mutable_transfer_accepted()->set_accepted_by("duty1");
  EXPECT_THAT(AuditOf(WriteExport(ExportOf(records))).fault.what,
              HasSubstr("was accepted by who asked for it"));
}

TEST(Audit, FindsABreachThatWasWaivedOrCancelledAfterwards) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.At("01:00").RequestWaiver(v1::OBLIGATION_KIND_AUTHORITATIVE_INFO);
  story.Until("06:00");
  story.AddNote("x");
  const auto found = [&](v1::Event event) {
    std::vector<v1::Record> records = story.history();
    records.back().mutable_actor()->set_person("app1");
    *records.back().add_events() = std::move(event);
    return AuditOf(WriteExport(ExportOf(records))).fault.what;
  };
  v1::Event waived;
  waived.mutable_obligation_waived()->set_obligation("AUTHORITATIVE_INFO-1");
  waived.mutable_obligation_waived()->set_approved_by("app1");
  EXPECT_THAT(found(waived), HasSubstr("it was waived after its breach"));
  v1::Event cancelled;
  cancelled.mutable_obligation_cancelled()->set_obligation("AUTHORITATIVE_INFO-1");
  EXPECT_THAT(found(cancelled), HasSubstr("it was cancelled, and nothing ended it"));
  // What did not happen ends what was pending; a breach stays.
  story.FindFalse(/*is_public=*/false);
  story.AddNote("y");
  EXPECT_THAT(found(cancelled), HasSubstr("it was cancelled, and nothing ended it"));
}

TEST(Audit, FindsAStartThatMovedLater) {
  Story story;
  story.At("00:10").Register(v1::GRADE_I);
  story.CorrectStart("-00:30");
  std::vector<v1::Record> records = story.history();
  v1::StartMovedEarlier& moved =
      *Find(records, v1::Event::kStartMovedEarlier).mutable_start_moved_earlier();
  moved.mutable_to()->set_seconds(moved.from().seconds() + 60);
  EXPECT_THAT(AuditOf(WriteExport(ExportOf(records))).fault.what,
              HasSubstr("the start moved later"));
}

TEST(Audit, FindsABreachThatTheClosingHides) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  story.At("49:00").By(Approver()).Close("", "迟报");
  std::vector<v1::Record> records = story.history();
  Remove(records, v1::Event::kObligationBreached);
  Remove(records, v1::Event::kObligationAtRisk);
  records.back().add_events()->mutable_obligation_cancelled()->set_obligation("PUBLIC_RESPONSE-1");
  EXPECT_THAT(AuditOf(WriteExport(ExportOf(records))).fault.what, HasSubstr("would follow"));
}

TEST(Audit, SaysThatItCannotTellOfANewerRelease) {
  Export parts = ExportOf(MorningRecords());
  v1::Docket docket;
  docket.ParseFromString(parts.docket);
  docket.set_schema(99);
  parts.docket = docket.SerializeAsString();
  const AuditResult result = AuditOf(WriteExport(parts));
  EXPECT_EQ(result.fault.kind, Flaw::kNewer);
}

TEST(Audit, ProvesEveryCourseOfRandomActs) {
  const uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  testing::Walk walk{std::mt19937_64(seed)};
  for (int step = 1; step <= 20'000; ++step) {
    ASSERT_TRUE(walk.Step()) << walk.broken();
    if (step % 23 > 0 || walk.records().empty()) continue;
    const AuditResult result = AuditOf(WriteExport(ExportOf(walk.records())));
    ASSERT_EQ(result.fault.what, "") << "step " << step << ", " << Words(result.fault);
  }
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
