#include "clients/cli/incident_list.h"

#include "clients/cli/times.h"

namespace clarion::cli {
namespace {

constexpr int kWholePage = 200;

}  // namespace

v1::ListIncidentsResponse Incidents::AsResponse() const {
  v1::ListIncidentsResponse response;
  for (const v1::Docket& docket : dockets) *response.add_incidents() = docket;
  response.set_sequence(sequence);
  response.set_total_size(total);
  response.set_next_page_token(next_page);
  *response.mutable_now() = ToProto(now);
  return response;
}

absl::StatusOr<Incidents> ListOpen(Session& session) {
  return ListFiltered(session, v1::IncidentFilter(), 0, "");
}

absl::StatusOr<Incidents> ListFiltered(Session& session, const v1::IncidentFilter& filter,
                                       int page_size, const std::string& page) {
  const auto region = session.Region();
  if (!region.ok()) return region.status();
  Incidents found;
  v1::ListIncidentsRequest request;
  request.set_parent("regions/" + *region);
  request.set_page_size(page_size == 0 ? kWholePage : page_size);
  request.set_page_token(page);
  if (filter.ByteSizeLong() > 0) *request.mutable_filter() = filter;
  do {
    auto answer = session.Call(&v1::BroadcastService::StubInterface::ListIncidents, request);
    if (!answer.ok()) return answer.status();
    for (v1::Docket& docket : *answer->mutable_incidents()) {
      found.dockets.push_back(std::move(docket));
    }
    found.sequence = answer->sequence();
    found.now = FromProto(answer->now());
    found.total = answer->total_size();
    found.next_page = answer->next_page_token();
    request.set_page_token(found.next_page);
  } while (page_size == 0 && !found.next_page.empty());
  return found;
}

}  // namespace clarion::cli
