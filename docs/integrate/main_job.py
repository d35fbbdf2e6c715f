#!/usr/bin/python3
"""The main job of a duty room, done by another system over gRPC.

Registers an incident of grade II, has it verified, assigned and reported, brings a text through secrecy
review and another person's approval to publication, and prints what came of each clock.

    main_job.py STUBS CA INCIDENT TIMELINE SPOKESPERSON BROADCAST SECRETS

STUBS is where protoc wrote the Python modules, CA the certificate of the deployment, then the addresses
of the four services, and a folder with one password file for each account.
"""
import hashlib
import pathlib
import sys
import time
import uuid

stubs, ca, incident_at, timeline_at, spokesperson_at, broadcast_at, secrets = sys.argv[1:]
sys.path.insert(0, stubs)

import grpc  # noqa: E402
from clarion.v1 import admin_service_pb2, admin_service_pb2_grpc  # noqa: E402
from clarion.v1 import docket_pb2  # noqa: E402
from clarion.v1 import incident_service_pb2, incident_service_pb2_grpc  # noqa: E402
from clarion.v1 import release_service_pb2, release_service_pb2_grpc  # noqa: E402
from clarion.v1 import spokesperson_service_pb2, spokesperson_service_pb2_grpc  # noqa: E402
from clarion.v1 import timeline_service_pb2, timeline_service_pb2_grpc  # noqa: E402
from google.rpc import error_details_pb2, status_pb2  # noqa: E402

REGION = 'regions/410726'
SECONDS = 10  # no call without a deadline

credentials = grpc.ssl_channel_credentials(pathlib.Path(ca).read_bytes())
incident_channel = grpc.secure_channel(incident_at, credentials)
admin = admin_service_pb2_grpc.AdminServiceStub(incident_channel)
incidents = incident_service_pb2_grpc.IncidentServiceStub(incident_channel)
timeline = timeline_service_pb2_grpc.TimelineServiceStub(
    grpc.secure_channel(timeline_at, credentials))
speakers = spokesperson_service_pb2_grpc.SpokespersonServiceStub(
    grpc.secure_channel(spokesperson_at, credentials))
releases = release_service_pb2_grpc.ReleaseServiceStub(
    grpc.secure_channel(broadcast_at, credentials))


def sign_in(account):
    """The metadata that proves who calls."""
    password = pathlib.Path(secrets, account).read_text().strip()
    answer = admin.SignIn(
        admin_service_pb2.SignInRequest(name=f'{REGION}/accounts/{account}', password=password),
        timeout=SECONDS)
    return (('authorization', f'Bearer {answer.token}'),)


def write(rpc, request, who):
    """A write: the request id makes it safe to send again when no answer came."""
    request.request_id = str(uuid.uuid4())
    return rpc(request, metadata=who, timeout=SECONDS)


def reason_of(error):
    """The stable reason in a refusal, such as NOT_APPROVER."""
    trailer = dict(error.trailing_metadata()).get('grpc-status-details-bin', b'')
    for detail in status_pb2.Status.FromString(trailer).details:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return info.reason
    return ''


duty, approver = sign_in('duty1'), sign_in('approver1')

registering = incident_service_pb2.RegisterIncidentRequest(parent=REGION)
registering.incident.title = '示例:某企业仓库起火'
registering.incident.grade = docket_pb2.GRADE_II
registering.incident.grade_basis = '示例'
registering.incident.detected_at.FromSeconds(int(time.time()) - 60)
docket = write(incidents.RegisterIncident, registering, duty)
name = docket.name
print('registered', name.rsplit('/', 1)[1], 'with', len(docket.obligations), 'clocks')

verifying = incident_service_pb2.VerifyIncidentRequest(name=name)
verifying.verification.basis = '现场核实'
write(incidents.VerifyIncident, verifying, duty)

assigning = spokesperson_service_pb2.AssignIncidentRequest(name=name)
assigning.assignment.lead = 'emb'
docket = write(speakers.AssignIncident, assigning, duty)
print('assigned to', docket.assignment.lead, 'with speaker', docket.assignment.speaker)

reporting = timeline_service_pb2.ReportToSuperiorRequest(name=name)
reporting.report.mode = docket_pb2.REPORT_MODE_WRITTEN
reporting.report.to = 'city'
reporting.report.document = '示例〔2026〕1号'
write(timeline.ReportToSuperior, reporting, duty)

text = '情况通报(示例):起火原因正在调查。'
draft = release_service_pb2.DraftReleaseRequest(
    parent=name, release_id='r1', kind=docket_pb2.RELEASE_KIND_AUTHORITATIVE, text=text)
write(releases.DraftRelease, draft, duty)
release = f'{name}/releases/r1'
write(releases.SubmitRelease,
      release_service_pb2.SubmitReleaseRequest(
          name=release, secrecy_review=docket_pb2.SECRECY_REVIEW_PASS), duty)

approval = release_service_pb2.ApproveReleaseRequest(
    name=release, sha256=hashlib.sha256(text.encode()).digest())
try:
    write(releases.ApproveRelease, approval, duty)
    sys.exit('a duty officer approved a text')
except grpc.RpcError as error:
    print('refused to the duty officer:', error.code().name, reason_of(error))
write(releases.ApproveRelease, approval, approver)

docket = write(releases.PublishRelease,
               release_service_pb2.PublishReleaseRequest(name=release, channels=['GOV_SITE']), duty)
print('published', docket.releases[0].id)
for obligation in docket.obligations:
    print(docket_pb2.ObligationKind.Name(obligation.kind).removeprefix('OBLIGATION_KIND_'),
          docket_pb2.ObligationStatus.Name(obligation.status).removeprefix('OBLIGATION_STATUS_'))
