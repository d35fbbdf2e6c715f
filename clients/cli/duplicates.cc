#include "clients/cli/duplicates.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/act.h"
#include "clients/cli/safe_text.h"
#include "clients/cli/times.h"

namespace clarion::cli {

absl::StatusOr<v1::ListLikelyDuplicatesResponse> ListLikely(
    Session& session, const Alike& alike, const std::optional<client::CallOptions>& own_options) {
  std::string parent;
  if (const std::vector<std::string> parts = absl::StrSplit(alike.own, '/'); parts.size() > 2) {
    parent = "regions/" + parts[1];
  } else {
    const auto region = session.Region();
    if (!region.ok()) return region.status();
    parent = "regions/" + *region;
  }
  v1::ListLikelyDuplicatesRequest request;
  request.set_parent(parent);
  request.set_title(alike.title);
  request.set_place(alike.place);
  if (alike.detected_at.seconds() != 0) *request.mutable_detected_at() = alike.detected_at;
  auto likely = session.Call(&v1::BroadcastService::StubInterface::ListLikelyDuplicates, request,
                             own_options);
  if (!likely.ok()) return likely;
  auto& all = *likely->mutable_duplicates();
  all.erase(std::remove_if(
                all.begin(), all.end(),
                [&](const v1::LikelyDuplicate& one) { return one.incident().name() == alike.own; }),
            all.end());
  return likely;
}

void PrintLikely(std::ostream& out, const Look& look,
                 const v1::ListLikelyDuplicatesResponse& likely) {
  Table table({look({"相似度", "alike"}), look(label::kIncident), look(label::kState),
               look(label::kDetected), look(label::kPlace), look(label::kTitle)});
  for (const v1::LikelyDuplicate& one : likely.duplicates()) {
    const v1::Docket& d = one.incident();
    table.Add({absl::StrCat(one.percent(), "%"), NumberOf(d.name()), WordFor(d.state(), look.lang),
               ShowTime(d.has_detected_at(), d.detected_at()), d.place(),
               Shortened(look, SafeLine(TitleOf(look, d)), 40)});
  }
  Show(out, look, table);
}

void WarnOfLikely(Session& session, const v1::Docket& registered) {
  client::CallOptions once;
  once.timeout = absl::Seconds(1);
  once.retry.tries = 1;
  const auto likely = ListLikely(session,
                                 {.title = registered.title(),
                                  .place = registered.place(),
                                  .detected_at = registered.detected_at(),
                                  .own = registered.name()},
                                 once);
  if (!likely.ok() || likely->duplicates().empty()) return;
  session.Say({"提醒：可能与下列在办事件为同一事项，请核对（系统不会自动并案）：",
               "Warning: these open incidents may be the same matter. Compare them; nothing is "
               "merged by itself:"});
  PrintLikely(session.terminal.err, {.lang = session.lang()}, *likely);
}

}  // namespace clarion::cli
