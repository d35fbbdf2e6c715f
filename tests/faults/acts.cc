#include "tests/faults/acts.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/release_service.grpc.pb.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "clarion/v1/timeline_service.grpc.pb.h"
#include "services/core/proto_time.h"
#include "services/proof/chain.h"
#include "tests/support/caller.h"

namespace clarion::faults {
namespace {

using Incidents = v1::IncidentService::Stub;
using Releases = v1::ReleaseService::Stub;
using Speakers = v1::SpokespersonService::Stub;
using Timeline = v1::TimelineService::Stub;

constexpr int kScale = 3600;  // 5 h last 5 s

template <class Stub, class Request>
Act MakeAct(const std::string& op, const std::string& desk, const std::string& token,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, v1::Docket*),
            Request request, const std::string& incident, const std::string& etag) {
  Act act = {.op = op, .desk = desk, .incident = incident, .etag = etag};
  act.body = proof::Hex(proof::Hash8(request.SerializeAsString()));
  act.request_id = support::NewRequestId();
  act.send = [token, method, request = std::move(request)](
                 const std::shared_ptr<grpc::Channel>& channel, const std::string& request_id,
                 absl::Duration limit) {
    Request sent = request;
    sent.set_request_id(request_id);
    return support::Call(channel, token, method, sent, limit);
  };
  return act;
}

// What most acts need: whose case, and sometimes the etag the person saw.
struct Case {
  const People& people;
  const v1::Docket& docket;
  std::string etag;
  Random& random;

  const std::string& duty() const { return people.duty[random() % people.duty.size()]; }
  template <class Request>
  Request Named() const {
    Request request;
    request.set_name(docket.name());
    request.set_etag(etag);
    return request;
  }
  template <class Stub, class Request>
  Act Make(const std::string& op, const std::string& desk, const std::string& token,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, v1::Docket*),
           Request request) const {
    return MakeAct(op, desk, token, method, std::move(request), docket.name(), etag);
  }
};

std::string OneTimeline(Random& random) { return Chance(random, 50) ? "timeline" : "timeline-2"; }

Act Verify(const Case& of) {
  auto request = of.Named<v1::VerifyIncidentRequest>();
  request.mutable_verification()->set_basis("现场核实");
  return of.Make("verify", "incident", of.duty(), &Incidents::VerifyIncident, request);
}

Act Grade(const Case& of) {
  auto request = of.Named<v1::GradeIncidentRequest>();
  request.mutable_grading()->set_grade(v1::GRADE_I);
  request.mutable_grading()->set_basis("伤亡上升");
  Act act = of.Make("grade", "incident", of.duty(), &Incidents::GradeIncident, request);
  act.idle = true;
  return act;
}

Act Assign(const Case& of) {
  auto request = of.Named<v1::AssignIncidentRequest>();
  request.mutable_assignment()->set_lead("org-emb");
  return of.Make("assign", "spokesperson", of.duty(), &Speakers::AssignIncident, request);
}

Act Acknowledge(const Case& of) {
  Act act = of.Make("acknowledge", "spokesperson", of.people.speaker,
                    &Speakers::AcknowledgeAssignment, of.Named<v1::AcknowledgeAssignmentRequest>());
  act.idle = true;
  return act;
}

Act ReportToSuperior(const Case& of) {
  auto request = of.Named<v1::ReportToSuperiorRequest>();
  request.mutable_report()->set_mode(v1::REPORT_MODE_WRITTEN);
  request.mutable_report()->set_to("org-city");
  request.mutable_report()->set_document("示例值班〔2026〕1号");
  return of.Make("report_to_superior", OneTimeline(of.random), of.duty(),
                 &Timeline::ReportToSuperior, request);
}

v1::DraftReleaseRequest NextText(const v1::Docket& docket, uint64_t number) {
  v1::DraftReleaseRequest request;
  request.set_parent(docket.name());
  request.set_release_id(absl::StrCat("r", docket.releases_size() + 1));
  request.set_kind(docket.releases().empty() ? v1::RELEASE_KIND_AUTHORITATIVE
                                             : v1::RELEASE_KIND_UPDATE);
  request.set_text(absl::StrCat("情况通报 ", number));
  return request;
}

Act Draft(const Case& of) {
  v1::DraftReleaseRequest request = NextText(of.docket, of.random() % 1000);
  request.set_etag(of.etag);
  return of.Make("draft", "broadcast", of.duty(), &Releases::DraftRelease, request);
}

std::string NameOf(const v1::Docket& docket, const v1::Release& release) {
  return absl::StrCat(docket.name(), "/releases/", release.id());
}

Act Submit(const Case& of, const v1::Release& release) {
  auto request = of.Named<v1::SubmitReleaseRequest>();
  request.set_name(NameOf(of.docket, release));
  request.set_secrecy_review(v1::SECRECY_REVIEW_PASS);
  Act act = of.Make("submit", "broadcast", of.duty(), &Releases::SubmitRelease, request);
  act.idle = true;
  return act;
}

Act Approval(const Case& of, const v1::Release& release, const std::string& who) {
  auto request = of.Named<v1::ApproveReleaseRequest>();
  request.set_name(NameOf(of.docket, release));
  request.set_sha256(release.text().sha256());
  return of.Make("approve", "broadcast", who, &Releases::ApproveRelease, request);
}

Act Publish(const Case& of, const v1::Release& release) {
  auto request = of.Named<v1::PublishReleaseRequest>();
  request.set_name(NameOf(of.docket, release));
  request.add_channels("GOV_SITE");
  return of.Make("publish", "broadcast", of.duty(), &Releases::PublishRelease, request);
}

// The next step of the last text.
Act TextStep(const Case& of) {
  if (of.docket.releases().empty()) return Draft(of);
  const v1::Release& last = of.docket.releases(of.docket.releases_size() - 1);
  switch (last.state()) {
    case v1::RELEASE_STATE_DRAFT:
      return Submit(of, last);
    case v1::RELEASE_STATE_SUBMITTED:
      return Approval(of, last, of.people.approvers[of.random() % of.people.approvers.size()]);
    case v1::RELEASE_STATE_APPROVED:
      return Publish(of, last);
    default:
      return Draft(of);
  }
}

Act AddReport(const Case& of) {
  auto request = of.Named<v1::AddReportRequest>();
  request.mutable_report()->set_channel("12345");
  *request.mutable_report()->mutable_received_at() =
      core::ToProto(absl::FromUnixMillis(absl::ToUnixMillis(absl::Now())) - absl::Seconds(5));
  return of.Make("add_report", "incident", of.duty(), &Incidents::AddReport, request);
}

Act EnterFact(const Case& of) {
  auto request = of.Named<v1::EnterFactRequest>();
  request.mutable_fact()->set_key("injured");
  request.mutable_fact()->set_value(absl::StrCat(of.random() % 50));
  *request.mutable_fact()->mutable_as_of() =
      core::ToProto(absl::FromUnixMillis(absl::ToUnixMillis(absl::Now())) - absl::Seconds(5));
  request.mutable_fact()->set_source("县医院");
  return of.Make("enter_fact", "incident", of.duty(), &Incidents::EnterFact, request);
}

Act Transfer(const Case& of) {
  auto request = of.Named<v1::TransferIncidentRequest>();
  request.mutable_transfer()->set_to_body("org-county");
  request.mutable_transfer()->set_reason("涉及多部门");
  return of.Make("transfer", "incident", of.duty(), &Incidents::TransferIncident, request);
}

Act AcceptTransfer(const Case& of) {
  // Refused now and then: who asked does not accept.
  return of.Make("accept_transfer", "incident", of.duty(), &Incidents::AcceptTransfer,
                 of.Named<v1::AcceptTransferRequest>());
}

Act FindFalse(const Case& of) {
  auto request = of.Named<v1::FindFalseRequest>();
  request.mutable_finding()->set_basis("现场无此事");
  Act act =
      of.Make("find_false", "incident", of.people.approvers[0], &Incidents::FindFalse, request);
  act.idle = true;  // found so before
  return act;
}

v1::RegisterIncidentRequest NewIncident(const People& people, int64_t detected_ms_ago) {
  v1::RegisterIncidentRequest request;
  request.set_parent(people.region);
  v1::RegisterIncident& incident = *request.mutable_incident();
  incident.set_title("仓库起火 warehouse fire");
  incident.set_place("甲镇");
  incident.set_grade(v1::GRADE_II);
  incident.set_grade_basis("现场研判");
  *incident.mutable_detected_at() =
      core::ToProto(absl::FromUnixMillis(absl::ToUnixMillis(absl::Now()) - detected_ms_ago));
  return request;
}

bool IsOver(const v1::Docket& docket) {
  return docket.state() == v1::INCIDENT_STATE_CLOSED ||
         docket.state() == v1::INCIDENT_STATE_MERGED ||
         docket.state() == v1::INCIDENT_STATE_FALSE_REPORT;
}

}  // namespace

Act RegisterDrill(const People& people, Random& random) {
  // The report upwards is due 2 s after detection, the first release after 5, the conference after
  // 24: one in three begins with its conference a few seconds ahead.
  const int64_t ago = (Chance(random, 33) ? 17000 : 100) + static_cast<int64_t>(random() % 4000);
  v1::RegisterIncidentRequest request = NewIncident(people, ago);
  request.mutable_incident()->set_exercise(true);
  request.mutable_incident()->set_time_scale(kScale);
  return MakeAct("register", "incident", people.duty[random() % people.duty.size()],
                 &Incidents::RegisterIncident, request, "", "");
}

Act RegisterQuiet(const People& people) {
  return MakeAct("register", "incident", people.duty[0], &Incidents::RegisterIncident,
                 NewIncident(people, 100), "", "");
}

std::optional<Act> NextAct(const People& people, const v1::Docket& docket, Random& random) {
  if (IsOver(docket)) return std::nullopt;
  const Case of = {people, docket, Chance(random, 20) ? docket.etag() : "", random};
  const unsigned dice = random() % 100;
  if (dice < 12) return AddNote(people, docket, absl::StrCat("电话记录 ", random() % 1000));
  if (dice < 20) return EnterFact(of);
  if (dice < 26) return AddReport(of);
  if (dice < 28) return FindFalse(of);
  if (dice < 30) return docket.transfers().empty() ? Transfer(of) : AcceptTransfer(of);
  if (!docket.verified()) return Verify(of);
  if (docket.assignment().lead().empty()) return Assign(of);
  if (dice < 40 && docket.superior_reports().empty()) return ReportToSuperior(of);
  if (dice < 46 && docket.grade() != v1::GRADE_I) return Grade(of);
  if (docket.assignment().speaker() == "o-emb-head" && !docket.assignment().has_acknowledged_at()) {
    return Acknowledge(of);
  }
  return TextStep(of);
}

Act Merge(const People& people, const v1::Docket& docket, const std::string& from) {
  Random none(0);
  const Case of = {people, docket, "", none};
  auto request = of.Named<v1::MergeIncidentRequest>();
  request.set_from(from);
  return of.Make("merge", "incident", people.approvers[0], &Incidents::MergeIncident, request);
}

Act Step(const People& people, const v1::Docket& docket, const std::string& op) {
  Random none(0);
  const Case of = {people, docket, "", none};
  if (op == "draft") return Draft(of);
  if (op == "submit") return Submit(of, docket.releases(docket.releases_size() - 1));
  if (op == "find_false") return FindFalse(of);
  return Verify(of);
}

Act DraftBy(const v1::Docket& docket, const std::string& author) {
  return MakeAct("draft", "broadcast", author, &Releases::DraftRelease, NextText(docket, 1),
                 docket.name(), "");
}

Act Again(Act act, const std::string& request_id) {
  act.request_id = request_id;
  return act;
}

Act Approve(const People& people, const v1::Docket& docket, size_t who) {
  Random none(0);
  const Case of = {people, docket, "", none};
  return Approval(of, docket.releases(docket.releases_size() - 1), people.approvers[who]);
}

Act AddNote(const People& people, const v1::Docket& docket, const std::string& text) {
  Random none(text.size());
  const Case of = {people, docket, "", none};
  auto request = of.Named<v1::AddNoteRequest>();
  request.mutable_note()->set_text(text);
  return of.Make("add_note", "incident", of.duty(), &Incidents::AddNote, request);
}

}  // namespace clarion::faults
