// People, record by record: one speaker, who is there; two people behind each public text, waiver
// and late evidence; and over exactly the text that goes out.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/core/docket_facts.h"
#include "services/core/proto_time.h"
#include "services/core/speakers.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

constexpr int64_t kReactionMs = 2'000;

// `one_speaker`: assignments are numbered without a hole, and one signature is asked at a time.
// `speaker_present`: none is on leave at the instant of his assignment, nor at the end.
class Speakers : public DocketCheck {
 public:
  Speakers(const Case& of, Verdict& one, Verdict& present)
      : of_(of), one_(one), present_(present) {}

  void Begin(const PaperFacts& paper) override {
    DocketCheck::Begin(paper);
    seq_ = 0;
  }

  void Take(const v1::Record& record, const v1::Docket& after) override {
    for (const v1::Event& event : record.events()) {
      if (event.has_speaker_assigned()) TakeAssigned(record, event.speaker_assigned());
    }
    int asked = 0;
    for (const v1::Obligation& clock : after.obligations()) {
      if (clock.kind() != v1::OBLIGATION_KIND_SPOKESPERSON_ACK ||
          clock.status() != v1::OBLIGATION_STATUS_PENDING) {
        continue;
      }
      const bool of_the_speaker = clock.armed_by() == absl::StrCat(after.assignment().seq()) &&
                                  !after.assignment().speaker().empty();
      one_.Require(++asked == 1 && of_the_speaker, [&] {
        return absl::StrCat(Where(record), ": ", clock.id(), " asks a second speaker");
      });
    }
  }

  void End(const v1::Docket& docket) override {
    const v1::Roster* roster = of_.truth.RosterNow(paper_->name());
    const std::string& speaker = docket.assignment().speaker();
    if (roster == nullptr || speaker.empty() || core::HasEnded(docket)) return;
    const absl::Time end = absl::FromUnixMillis(of_.history.run.end_ms);
    const v1::Official* official = core::FindOfficial(*roster, speaker);
    const bool present =
        official != nullptr && (core::IsPresent(*official, end) ||
                                core::IsPresent(*official, end - absl::Milliseconds(kReactionMs)));
    present_.Require(present, [&] {
      return absl::StrCat(paper_->name(), ": at the end ", speaker, " speaks and is away");
    });
  }

 private:
  void TakeAssigned(const v1::Record& record, const v1::SpeakerAssigned& assigned) {
    one_.Require(assigned.seq() == seq_ + 1, [&] {
      return absl::StrCat(Where(record), ": assignment ", assigned.seq(), " follows ", seq_);
    });
    seq_ = assigned.seq();
    const RecordFacts* facts = paper_->At(record.version());
    const v1::Roster* roster =
        facts == nullptr ? nullptr : of_.truth.RosterBefore(paper_->name(), facts->sequence);
    if (roster == nullptr) return;
    const v1::Official* official = core::FindOfficial(*roster, assigned.official());
    const absl::Time at = core::FromProto(assigned.assigned_at());
    present_.Require(official != nullptr && core::IsPresent(*official, at), [&] {
      return absl::StrCat(Where(record), ": ", assigned.official(), " is assigned and away");
    });
  }

  const Case& of_;
  Verdict& one_;
  Verdict& present_;
  int seq_ = 0;
};

// One text as the events so far leave it.
struct TextSoFar {
  std::set<std::string> authors = {};
  std::string sha256 = {};
  bool approved = false;
};

// `two_people`: nobody approves what he wrote, asked for or recorded. `texts_bound`: what is
// approved, co-signed and published is the current text.
class TwoPeople : public DocketCheck {
 public:
  TwoPeople(Verdict& two, Verdict& bound) : two_(two), bound_(bound) {}

  void Begin(const PaperFacts& paper) override {
    DocketCheck::Begin(paper);
    texts_.clear();
    asked_.clear();
    recorded_.clear();
  }

  void Take(const v1::Record& record, const v1::Docket& /*after*/) override {
    for (const v1::Event& event : record.events()) {
      TakeText(record, event);
      TakeSecond(record, event);
    }
  }

 private:
  void TakeText(const v1::Record& record, const v1::Event& event) {
    if (event.has_release_drafted()) {
      const v1::Release& release = event.release_drafted().release();
      texts_[release.id()] = {.authors = {release.authors().begin(), release.authors().end()},
                              .sha256 = release.text().sha256()};
    } else if (event.has_release_edited()) {
      TextSoFar& text = texts_[event.release_edited().release()];
      text.authors.insert(event.release_edited().editor());
      text.sha256 = event.release_edited().text().sha256();
      text.approved = false;
    } else if (event.has_release_approval_voided()) {
      texts_[event.release_approval_voided().release()].approved = false;
    } else if (event.has_release_approved()) {
      const v1::ReleaseApproved& approved = event.release_approved();
      TextSoFar& text = texts_[approved.release()];
      Two(record, text.authors.count(approved.approved_by()) == 0, approved.approved_by(),
          "approves the text he wrote, " + approved.release());
      Two(record, approved.approved_by() == record.actor().person(), approved.approved_by(),
          "is not who acted on " + approved.release());
      Bound(record, approved.text().sha256() == text.sha256, approved.release(), "approved");
      text.approved = true;
    } else if (event.has_release_cosigned()) {
      const v1::ReleaseCosigned& signed_ = event.release_cosigned();
      Bound(record, signed_.text().sha256() == texts_[signed_.release()].sha256, signed_.release(),
            "co-signed");
    } else if (event.has_release_published()) {
      const std::string& id = event.release_published().release();
      Bound(record, texts_[id].approved, id, "published");
    }
  }

  void TakeSecond(const v1::Record& record, const v1::Event& event) {
    if (event.has_waiver_requested()) {
      const v1::WaiverRequest& request = event.waiver_requested().request();
      asked_[request.obligation()].insert(request.requested_by());
    } else if (event.has_obligation_waived()) {
      const v1::ObligationWaived& waived = event.obligation_waived();
      const std::set<std::string>& people = asked_[waived.obligation()];
      const bool another = std::any_of(people.begin(), people.end(), [&](const std::string& one) {
        return one != waived.approved_by();
      });
      Two(record, another, waived.approved_by(), "alone waives " + waived.obligation());
    } else if (event.has_evidence_recorded()) {
      const v1::LateEvidence& evidence = event.evidence_recorded().evidence();
      recorded_[evidence.id()] = evidence.recorded_by();
    } else if (event.has_evidence_confirmed()) {
      const v1::EvidenceConfirmed& confirmed = event.evidence_confirmed();
      Two(record, recorded_[confirmed.evidence()] != confirmed.confirmed_by(),
          confirmed.confirmed_by(), "confirms what he recorded, " + confirmed.evidence());
    }
  }

  void Two(const v1::Record& record, bool holds, const std::string& who, const std::string& what) {
    two_.Require(holds, [&] { return absl::StrCat(Where(record), ": ", who, " ", what); });
  }

  void Bound(const v1::Record& record, bool holds, const std::string& release, const char* what) {
    bound_.Require(holds, [&] {
      return absl::StrCat(Where(record), ": ", release, " is ", what, " with another text");
    });
  }

  Verdict& two_;
  Verdict& bound_;
  std::map<std::string, TextSoFar> texts_;
  std::map<std::string, std::set<std::string>> asked_;  // by obligation: who asked to waive it
  std::map<std::string, std::string> recorded_;         // by evidence: who recorded it
};

}  // namespace

void AddPeopleChecks(const Case& of, Verdicts& verdicts, DocketChecks& checks) {
  checks.push_back(std::make_unique<Speakers>(of, verdicts.Named("one_speaker"),
                                              verdicts.Named("speaker_present")));
  checks.push_back(
      std::make_unique<TwoPeople>(verdicts.Named("two_people"), verdicts.Named("texts_bound")));
}

}  // namespace clarion::faults
