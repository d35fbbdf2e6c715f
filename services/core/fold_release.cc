// Texts and conferences, as their events say.
#include <algorithm>
#include <string>

#include "services/core/facts_sheet.h"
#include "services/core/folds.h"

namespace clarion::core {
namespace {

v1::Release* Release(v1::Docket& docket, const std::string& id) {
  return FindMutable(docket.mutable_releases(), id);
}

v1::Conference* Conference(v1::Docket& docket, const std::string& id) {
  return FindMutable(docket.mutable_conferences(), id);
}

// An edit leads back to the draft: review and co-signatures were of another text.
void FoldEdited(v1::Release& release, const v1::ReleaseEdited& event) {
  *release.mutable_text() = event.text();
  *release.mutable_figures() = event.figures();
  release.set_blanks(event.blanks());
  release.set_text_version(release.text_version() + 1);
  release.set_state(v1::RELEASE_STATE_DRAFT);
  release.clear_secrecy_review();
  release.clear_reviewed_by();
  release.clear_cosigned_by();
  const auto& authors = release.authors();
  if (std::find(authors.begin(), authors.end(), event.editor()) == authors.end()) {
    release.add_authors(event.editor());
  }
}

// With a correction published in the same act the text goes on standing.
void FoldRetracted(v1::Release& release, const v1::ReleaseRetracted& event) {
  release.set_state(v1::RELEASE_STATE_RETRACTED);
  release.set_retract_reason(event.reason());
  release.set_corrected_by(event.correction());
  *release.mutable_retracted_at() = event.retracted_at();
  release.set_standing(!event.correction().empty());
}

}  // namespace

bool FoldRelease(v1::Docket& docket, const v1::Event& event) {
  v1::Release* release = nullptr;
  switch (event.kind_case()) {
    case v1::Event::kReleaseDrafted:
      *docket.add_releases() = event.release_drafted().release();
      MarkOutdated(docket);
      return true;
    case v1::Event::kReleaseEdited:
      release = Release(docket, event.release_edited().release());
      if (release != nullptr) FoldEdited(*release, event.release_edited());
      MarkOutdated(docket);
      return true;
    case v1::Event::kReleaseApprovalVoided:
      release = Release(docket, event.release_approval_voided().release());
      if (release == nullptr) return true;
      release->clear_approved_by();
      release->clear_approved_at();
      release->set_approval_voided(true);
      return true;
    case v1::Event::kReleaseSubmitted:
      release = Release(docket, event.release_submitted().release());
      if (release == nullptr) return true;
      release->set_state(v1::RELEASE_STATE_SUBMITTED);
      release->set_secrecy_review(event.release_submitted().secrecy_review());
      release->set_reviewed_by(event.release_submitted().reviewed_by());
      return true;
    case v1::Event::kReleaseApproved:
      release = Release(docket, event.release_approved().release());
      if (release == nullptr) return true;
      release->set_state(v1::RELEASE_STATE_APPROVED);
      release->set_approved_by(event.release_approved().approved_by());
      *release->mutable_approved_at() = event.release_approved().approved_at();
      release->clear_approval_voided();
      return true;
    case v1::Event::kReleasePublished:
      release = Release(docket, event.release_published().release());
      if (release == nullptr) return true;
      release->set_state(v1::RELEASE_STATE_PUBLISHED);
      *release->mutable_published_at() = event.release_published().published_at();
      *release->mutable_channels() = event.release_published().channels();
      release->set_standing(true);
      return true;
    case v1::Event::kReleaseCosigned:
      release = Release(docket, event.release_cosigned().release());
      if (release != nullptr) release->add_cosigned_by(event.release_cosigned().body());
      return true;
    case v1::Event::kReleaseRetracted:
      release = Release(docket, event.release_retracted().release());
      if (release != nullptr) FoldRetracted(*release, event.release_retracted());
      return true;
    default:
      return false;
  }
}

bool FoldConference(v1::Docket& docket, const v1::Event& event) {
  v1::Conference* conference = nullptr;
  switch (event.kind_case()) {
    case v1::Event::kConferenceScheduled:
      *docket.add_conferences() = event.conference_scheduled().conference();
      return true;
    case v1::Event::kConferenceBegun:
      conference = Conference(docket, event.conference_begun().conference().id());
      if (conference == nullptr) conference = docket.add_conferences();
      *conference = event.conference_begun().conference();
      return true;
    case v1::Event::kConferenceEnded:
      conference = Conference(docket, event.conference_ended().conference());
      if (conference == nullptr) return true;
      conference->set_state(v1::CONFERENCE_STATE_ENDED);
      *conference->mutable_ended_at() = event.conference_ended().ended_at();
      return true;
    case v1::Event::kConferenceAborted:
      conference = Conference(docket, event.conference_aborted().conference());
      if (conference == nullptr) return true;
      conference->set_state(v1::CONFERENCE_STATE_ABORTED);
      *conference->mutable_ended_at() = event.conference_aborted().aborted_at();
      conference->set_abort_reason(event.conference_aborted().reason());
      return true;
    default:
      return false;
  }
}

}  // namespace clarion::core
