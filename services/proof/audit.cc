#include "services/proof/audit.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clarion/v1/events.pb.h"
#include "services/core/docket_facts.h"
#include "services/core/evolve.h"
#include "services/core/proto_time.h"
#include "services/core/rederived.h"
#include "services/proof/chain.h"

namespace clarion::proof {
namespace {

constexpr int kLinesBeforeRecords = 2;

bool Ends(const v1::Event& event) {
  return event.has_incident_closed() || event.has_incident_merged_away();
}

bool Differ(const google::protobuf::Timestamp& a, const google::protobuf::Timestamp& b) {
  return core::FromProto(a) != core::FromProto(b);
}

// Whoever signs is who acts, and what happens happens at the instant of its record. (What a merger
// brings happened elsewhere: the other incident's own export proves that.)
std::string WhoAndWhen(const v1::Record& record, const v1::Event& event) {
  const std::string& person = record.actor().person();
  const auto& at = record.decided_at();
  switch (event.kind_case()) {
    case v1::Event::kReleaseApproved:
      return event.release_approved().approved_by() == person &&
                     !Differ(event.release_approved().approved_at(), at)
                 ? ""
                 : "it was approved by another, or at another time, than it says";
    case v1::Event::kReleasePublished:
      return Differ(event.release_published().published_at(), at)
                 ? "it was published at another time than it says"
                 : "";
    case v1::Event::kConferenceBegun:
      return Differ(event.conference_begun().conference().begun_at(), at)
                 ? "the conference began at another time than it says"
                 : "";
    case v1::Event::kSuperiorReported:
      return Differ(event.superior_reported().report().reported_at(), at)
                 ? "the superior was told at another time than it says"
                 : "";
    case v1::Event::kSpeakerAcknowledged:
      return Differ(event.speaker_acknowledged().acknowledged_at(), at)
                 ? "it was signed at another time than it says"
                 : "";
    case v1::Event::kObligationWaived:
      return event.obligation_waived().approved_by() == person ? "" : "another approved the waiver";
    case v1::Event::kEvidenceConfirmed:
      return event.evidence_confirmed().confirmed_by() == person ? ""
                                                                 : "another confirmed the evidence";
    case v1::Event::kStartMovedEarlier:
      return core::FromProto(event.start_moved_earlier().to()) <
                     core::FromProto(event.start_moved_earlier().from())
                 ? ""
                 : "the start moved later";
    default:
      return "";
  }
}

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
    const absl::Time decided_at = core::FromProto(record.decided_at());
    if (decided_at < decided_at_) return Fail(Flaw::kRecord, "it was decided before the last one");
    decided_at_ = decided_at;
    // What ends the incident hides nothing: the clocks are looked at before it, and before the
    // cancellations that come with it.
    const auto& events = record.events();
    if (std::any_of(events.begin(), events.end(), Ends)) {
      const auto comes_last = [](const v1::Event& event) {
        return Ends(event) || event.has_obligation_cancelled();
      };
      if (!Fold(record, std::not_fn(comes_last)) || !IsAsItShouldBe(record)) return false;
      if (!Fold(record, comes_last)) return false;
    } else if (!Fold(record, [](const v1::Event&) { return true; })) {
      return false;
    }
    core::Stamp(paper_, record);
    result_.events += record.events_size();
    return IsAsItShouldBe(record);
  }

  // Those of its events that are `wanted`.
  template <typename Wanted>
  bool Fold(const v1::Record& record, const Wanted& wanted) {
    const auto& events = record.events();
    return std::all_of(events.begin(), events.end(), [&](const v1::Event& event) {
      if (!wanted(event)) return true;
      if (!CheckEvent(record, event)) return false;
      core::Fold(paper_, event);
      return true;
    });
  }

  bool IsAsItShouldBe(const v1::Record& record) {
    if (!paper_.has_docket()) return Fail(Flaw::kRecord, "it begins no incident");
    *paper_.mutable_docket()->mutable_decided_at() = record.decided_at();
    if (std::string clock = core::ClockThatDiffers(paper_, pack_); !clock.empty()) {
      return Fail(Flaw::kClock, std::move(clock));
    }
    std::string signature = core::SignatureThatIsMissing(paper_.docket());
    return signature.empty() || Fail(Flaw::kSignature, std::move(signature));
  }

  bool BeginsTheIncident(const v1::Record& record) const {
    if (record.events().empty() || !record.events(0).has_incident_registered()) return false;
    const v1::Docket& docket = record.events(0).incident_registered().docket();
    return docket.name() == parts_.paper && docket.rule_pack_sha256() == Sha256(parts_.pack);
  }

  // Before the event is folded: the docket says what was waiting for it.
  bool CheckEvent(const v1::Record& record, const v1::Event& event) {
    if (std::string wrong = WhoAndWhen(record, event); !wrong.empty()) {
      return Fail(Flaw::kRecord, std::move(wrong));
    }
    if (event.has_release_drafted()) return IsThere(event.release_drafted().release().text());
    if (event.has_release_edited()) return IsThere(event.release_edited().text());
    for (const v1::Release& brought : event.incident_merged().releases()) {
      if (!IsThere(brought.text())) return false;
    }
    if (event.has_release_cosigned()) {
      return IsCurrent(event.release_cosigned().release(), event.release_cosigned().text());
    }
    if (event.has_release_approved()) {
      return IsCurrent(event.release_approved().release(), event.release_approved().text());
    }
    return !event.has_release_published() || IsApproved(event.release_published().release());
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

  bool IsApproved(const std::string& id) {
    for (const v1::Release& release : paper_.docket().releases()) {
      if (release.id() == id && release.state() == v1::RELEASE_STATE_APPROVED) return true;
    }
    return Fail(Flaw::kSignature, absl::StrCat(id, " is public, and this text was not approved"));
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
  absl::Time decided_at_ = absl::InfinitePast();
};

}  // namespace

AuditResult Audit(const std::string& file, const std::string& head, const ReadPack& read_pack) {
  AuditResult result;
  const std::optional<Export> parts = ReadExport(file, result.fault);
  if (!parts.has_value()) return result;
  result.paper = parts->paper;
  const int pack_line = kLinesBeforeRecords + static_cast<int>(parts->records.size()) + 2;
  const absl::StatusOr<v1::RulePack> pack = read_pack(parts->pack);
  if (!pack.ok()) {
    result.fault = {pack_line, 0, absl::StrCat("the pack is none: ", pack.status().message()),
                    Flaw::kPack};
    return result;
  }
  v1::Docket docket;
  if (docket.ParseFromString(parts->docket) && docket.schema() > core::kSchema) {
    result.fault = {pack_line - 1, 0, "a newer release wrote it: verify with that one",
                    Flaw::kNewer};
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
