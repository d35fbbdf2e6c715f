#include "tests/system/office.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "services/core/proto_time.h"
#include "tests/support/caller.h"
#include "tests/support/sample_county.h"
#include "tests/support/wait_until.h"

namespace clarion::system {
namespace {

using Incident = v1::IncidentService::Stub;

v1::Account AccountOf(const std::string& id, v1::Role role, const std::string& official) {
  v1::Account account;
  account.set_name(id);
  account.set_role(role);
  account.set_body(official.empty() ? "org-county" : "org-emb");
  account.set_official(official);
  return account;
}

}  // namespace

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::abort();
}

Office::Office(const support::Deployment::Options& options)
    : deployment_(Must(support::Deployment::Open(options))) {
  Must(deployment_->AddRegion(testing::SampleRoster()));
  tokens_ = Must(deployment_->AddAccounts(
      "419999", {AccountOf("duty1", v1::ROLE_DUTY, ""), AccountOf("app1", v1::ROLE_APPROVER, ""),
                 AccountOf("insp", v1::ROLE_INSPECTOR, ""),
                 AccountOf("emb-head", v1::ROLE_SPEAKER, "o-emb-head")}));
}

v1::RegisterIncidentRequest Office::NewIncident() {
  v1::RegisterIncidentRequest request;
  request.set_parent(kRegion);
  request.set_request_id(support::NewRequestId());
  v1::RegisterIncident& incident = *request.mutable_incident();
  incident.set_title("仓库起火 warehouse fire");
  incident.set_grade(v1::GRADE_II);
  incident.set_grade_basis("现场研判");
  *incident.mutable_detected_at() = core::ToProto(absl::Now() - absl::Seconds(1));
  return request;
}

absl::StatusOr<v1::Docket> Office::Register(const v1::RegisterIncidentRequest& request) {
  return support::Call(group(), "incident", duty(), &Incident::RegisterIncident, request,
                       absl::Seconds(5));
}

absl::StatusOr<v1::Docket> Office::RegisterPatiently(const v1::RegisterIncidentRequest& request,
                                                     absl::Duration limit) {
  absl::StatusOr<v1::Docket> docket = absl::UnknownError("not asked");
  support::WaitUntil(limit, [&] {
    docket = Register(request);
    return docket.ok() || (docket.status().code() != absl::StatusCode::kUnavailable &&
                           docket.status().code() != absl::StatusCode::kResourceExhausted &&
                           docket.status().code() != absl::StatusCode::kDeadlineExceeded);
  });
  return docket;
}

absl::StatusOr<v1::Docket> Office::Get(const std::string& incident) {
  v1::GetIncidentRequest request;
  request.set_name(incident);
  return support::Call(group(), "incident", duty(), &Incident::GetIncident, request);
}

absl::StatusOr<std::vector<v1::Record>> Office::Records(const std::string& incident) {
  v1::ListRecordsRequest request;
  request.set_parent(incident);
  request.set_page_size(200);
  std::vector<v1::Record> records;
  do {
    const auto page = support::Call(group(), "incident", duty(), &Incident::ListRecords, request);
    if (!page.ok()) return page.status();
    records.insert(records.end(), page->records().begin(), page->records().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return records;
}

}  // namespace clarion::system
