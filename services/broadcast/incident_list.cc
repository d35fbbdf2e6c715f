#include "services/broadcast/incident_list.h"

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/broadcast/incident_filter.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"

namespace clarion::broadcast {
namespace {

constexpr int kPageDefault = 50;
constexpr int kPageMax = 200;
constexpr size_t kPageBytesMax = 2 * 1024 * 1024;
constexpr int kEndedAtOnce = 200;
constexpr int kEndedMax = 2000;

// Where the page before stopped: `{ms}/{name}`, for ended ones with an `e` before it.
struct Place {
  absl::Time at = absl::InfinitePast();
  std::string name = {};
};

bool ReadPlace(const std::string& token, bool ended, Place* place) {
  if (token.empty()) return true;
  if ((token[0] == 'e') != ended) return false;
  const std::string rest = token.substr(ended ? 1 : 0);
  const size_t slash = rest.find('/');
  int64_t ms = 0;
  if (slash == std::string::npos || !absl::SimpleAtoi(rest.substr(0, slash), &ms)) return false;
  place->at = ms < 0 ? absl::InfiniteFuture() : absl::FromUnixMillis(ms);
  place->name = rest.substr(slash + 1);
  return !place->name.empty();
}

std::string WritePlace(const Place& place, bool ended) {
  const int64_t ms = place.at == absl::InfiniteFuture() ? -1 : absl::ToUnixMillis(place.at);
  return absl::StrCat(ended ? "e" : "", ms, "/", place.name);
}

absl::Status BadToken() {
  return server::InvalidField("page_token",
                              "The next_page_token of the page before, of the same list.");
}

size_t LimitOf(const v1::ListIncidentsRequest& request) {
  const int asked = request.page_size();
  return static_cast<size_t>(asked <= 0 ? kPageDefault : std::min(asked, kPageMax));
}

// The same order as memory keeps.
bool IsAfter(const DocketView& view, const Place& place) {
  return place.name.empty() ||
         std::make_pair(view.next_due(), view.name()) > std::make_pair(place.at, place.name);
}

OpenDockets::Page Filtered(OpenDockets& dockets, const std::string& region,
                           const IncidentFilter& filter, const Place& place, size_t limit) {
  OpenDockets::Page all = dockets.All(region);
  OpenDockets::Page page;
  page.position = all.position;
  for (DocketViewPtr& view : all.dockets) {
    if (!filter.Fits(view->Docket())) continue;
    ++page.total;
    if (!IsAfter(*view, place)) continue;
    page.more = page.dockets.size() == limit;
    if (!page.more) page.dockets.push_back(std::move(view));
  }
  return page;
}

absl::StatusOr<store::PaperStore::DueList> EndedAt(store::PaperStore& papers, int shard,
                                                   absl::Time until, absl::Time deadline) {
  std::promise<absl::StatusOr<store::PaperStore::DueList>> answer;
  papers.ListEnded(shard, until, kEndedAtOnce, deadline,
                   [&answer](absl::StatusOr<store::PaperStore::DueList> list) {
                     answer.set_value(std::move(list));
                   });
  return answer.get_future().get();
}

absl::StatusOr<v1::Docket> Load(store::PaperStore& papers, const std::string& name,
                                absl::Time deadline) {
  std::promise<absl::StatusOr<v1::Docket>> answer;
  server::ReadDocket(papers, name, deadline, [&answer](absl::StatusOr<v1::Docket> docket) {
    answer.set_value(std::move(docket));
  });
  return answer.get_future().get();
}

}  // namespace

absl::Status ListOpen(OpenDockets& dockets, const std::string& region,
                      const v1::ListIncidentsRequest& request,
                      v1::ListIncidentsResponse& response) {
  Place place;
  if (!ReadPlace(request.page_token(), false, &place)) return BadToken();
  const IncidentFilter filter(request.filter());
  const size_t limit = LimitOf(request);
  const OpenDockets::Page page = filter.any() ? Filtered(dockets, region, filter, place, limit)
                                              : dockets.List(region, place.at, place.name, limit);
  size_t size = 0;
  size_t count = 0;
  for (; count < page.dockets.size() && size < kPageBytesMax; ++count) {
    *response.add_incidents() = page.dockets[count]->Docket();
    size += page.dockets[count]->State().size();
  }
  if (count < page.dockets.size() || page.more) {
    const DocketView& last = *page.dockets[count - 1];
    response.set_next_page_token(WritePlace({last.next_due(), last.name()}, false));
  }
  response.set_sequence(page.position.sequence);
  response.set_total_size(static_cast<int>(page.total));
  return absl::OkStatus();
}

absl::Status ListEnded(server::Runtime& runtime, const std::string& region,
                       const v1::ListIncidentsRequest& request, absl::Time deadline,
                       v1::ListIncidentsResponse& response) {
  Place place{absl::InfiniteFuture()};
  if (!ReadPlace(request.page_token(), true, &place)) return BadToken();
  const IncidentFilter filter(request.filter());
  const auto limit = static_cast<int>(LimitOf(request));
  const std::string prefix = absl::StrCat(server::RegionName(region), "/incidents/");
  store::PaperStore& papers = runtime.store.papers();
  size_t size = 0;
  for (int looked = 0; looked < kEndedMax;) {
    const absl::StatusOr<store::PaperStore::DueList> list =
        EndedAt(papers, store::ShardOf(region), place.at, deadline);
    if (!list.ok()) return list.status();
    bool moved = false;
    for (const auto& [name, at] : *list) {
      if (!place.name.empty() && at == place.at && name >= place.name) continue;  // told before
      if (response.incidents_size() == limit || size >= kPageBytesMax) {
        response.set_next_page_token(WritePlace(place, true));
        return absl::OkStatus();
      }
      moved = true;
      ++looked;
      place = {at, name};
      if (!absl::StartsWith(name, prefix)) continue;
      absl::StatusOr<v1::Docket> docket = Load(papers, name, deadline);
      if (!docket.ok()) return docket.status();
      if (!filter.Fits(*docket)) continue;
      size += docket->ByteSizeLong();
      *response.add_incidents() = *std::move(docket);
    }
    if (!moved) return absl::OkStatus();
  }
  response.set_next_page_token(WritePlace(place, true));
  return absl::OkStatus();
}

}  // namespace clarion::broadcast
