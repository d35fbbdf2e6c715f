#include "services/core/deliberation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/core/evolve.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"

namespace clarion::core {
namespace {

int64_t VersionOf(const v1::Paper& paper) {
  switch (paper.kind_case()) {
    case v1::Paper::kDocket:
      return paper.docket().version();
    case v1::Paper::kRoster:
      return paper.roster().version();
    case v1::Paper::kAccount:
      return paper.account().version();
    case v1::Paper::KIND_NOT_SET:
      break;
  }
  return 0;
}

size_t SizeOf(const v1::Paper& paper) {
  switch (paper.kind_case()) {
    case v1::Paper::kDocket:
      return paper.docket().ByteSizeLong();
    case v1::Paper::kRoster:
      return paper.roster().ByteSizeLong();
    default:
      return paper.ByteSizeLong();
  }
}

void ClearEtag(v1::Paper& paper) {
  switch (paper.kind_case()) {
    case v1::Paper::kDocket:
      paper.mutable_docket()->clear_etag();
      break;
    case v1::Paper::kRoster:
      paper.mutable_roster()->clear_etag();
      break;
    case v1::Paper::kAccount:
      paper.mutable_account()->clear_etag();
      break;
    case v1::Paper::KIND_NOT_SET:
      break;
  }
}

absl::Status TooLarge(size_t size, size_t limit) {
  return Refuse(
      {.code = absl::StatusCode::kFailedPrecondition,
       .reason = v1::ERROR_REASON_PAPER_TOO_LARGE,
       .en = absl::StrCat("The paper or its record would have ", size, " bytes; ", limit,
                          " are allowed. Shorten what you enter, or put it into a text."),
       .zh = absl::StrCat("卷宗或记录将达", size, "字节,超过上限", limit,
                          "字节。请精简内容,或作为文稿提交。"),
       .metadata = {{"sizeBytes", absl::StrCat(size)}, {"limitBytes", absl::StrCat(limit)}}});
}

}  // namespace

Deliberation::Deliberation(v1::Paper paper, const Context& context)
    : context_(context), now_(context.now) {
  decision_.paper = std::move(paper);
  ClearEtag(decision_.paper);
  if (decision_.paper.has_docket() && docket().has_decided_at()) {
    now_ = std::max(now_, FromProto(docket().decided_at()));
  }
  // What a merger brings was decided by then.
  if (context.other != nullptr && context.other->has_decided_at()) {
    now_ = std::max(now_, FromProto(context.other->decided_at()));
  }
}

const v1::RulePack& Deliberation::pack() const {
  CLARION_CHECK(context_.pack != nullptr);
  return *context_.pack;
}

void Deliberation::Enter(v1::Event event) {
  v1::Event& entered = *decision_.record.add_events();
  entered = std::move(event);
  Fold(decision_.paper, entered);
}

const v1::Roster* Deliberation::UseRoster() {
  decision_.roster_used = true;
  return context_.roster;
}

void Deliberation::EnteredDue(absl::Time instant) {
  // After a clock was set back, `now()` may be ahead of it; the commit need not wait for that.
  const absl::Time bound = std::min(instant, context_.now);
  if (!decision_.not_before.has_value() || *decision_.not_before < bound) {
    decision_.not_before = bound;
  }
}

absl::Duration Deliberation::FiredLate(absl::Time instant, absl::Time armed_at) const {
  const absl::Duration late = now_ - std::max(instant, armed_at);
  return late > absl::Seconds(1) ? late : absl::ZeroDuration();
}

absl::StatusOr<Decision> Deliberation::Conclude(size_t limit) && {
  v1::Record& record = decision_.record;
  record.set_version(VersionOf(decision_.paper) + 1);
  *record.mutable_actor() = context_.actor;
  *record.mutable_decided_at() = ToProto(now_);
  record.set_clock_suspect(context_.clock_suspect && actor().role() != v1::ROLE_SYSTEM);
  if (record.events_size() > 0) Stamp(decision_.paper, record);
  record.set_paper(NameOf(decision_.paper));
  record.set_ended(HasEnded(decision_.paper));
  if (const std::optional<absl::Time> next = NextDue(decision_.paper); next.has_value()) {
    *record.mutable_next_due() = ToProto(*next);
  }
  const size_t size = std::max(SizeOf(decision_.paper), record.ByteSizeLong());
  if (record.events_size() > 0 && size > limit) return TooLarge(size, limit);
  return std::move(decision_);
}

}  // namespace clarion::core
