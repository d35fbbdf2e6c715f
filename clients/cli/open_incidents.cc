#include "clients/cli/open_incidents.h"

#include "clients/cli/times.h"

namespace clarion::cli {

v1::ListIncidentsResponse OpenIncidents::AsResponse() const {
  v1::ListIncidentsResponse response;
  for (const v1::Docket& docket : dockets) *response.add_incidents() = docket;
  response.set_sequence(sequence);
  response.set_total_size(static_cast<int>(dockets.size()));
  *response.mutable_now() = ToProto(now);
  return response;
}

absl::StatusOr<OpenIncidents> ListOpen(Session& session) {
  const auto region = session.Region();
  if (!region.ok()) return region.status();
  OpenIncidents open;
  v1::ListIncidentsRequest request;
  request.set_parent("regions/" + *region);
  request.set_page_size(200);
  do {
    auto page = session.Call(&v1::BroadcastService::StubInterface::ListIncidents, request);
    if (!page.ok()) return page.status();
    for (v1::Docket& docket : *page->mutable_incidents()) open.dockets.push_back(std::move(docket));
    open.sequence = page->sequence();
    open.now = FromProto(page->now());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return open;
}

}  // namespace clarion::cli
