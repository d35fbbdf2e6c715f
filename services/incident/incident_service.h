// The handlers of IncidentService: request to command, docket to answer. The law is in the core,
// the way to the store in the write path.
#pragma once

#include "clarion/v1/incident_service.grpc.pb.h"
#include "services/server/runtime.h"
#include "services/server/write_path.h"

namespace clarion::incident {

class IncidentServiceImpl final : public v1::IncidentService::CallbackService {
 public:
  // Both must outlive the service.
  IncidentServiceImpl(server::Runtime& runtime, server::WritePath& path)
      : runtime_(runtime), path_(path) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* RegisterIncident(Context* context, const v1::RegisterIncidentRequest* request,
                            v1::Docket* response) override;
  Reactor* AddReport(Context* context, const v1::AddReportRequest* request,
                     v1::Docket* response) override;
  Reactor* CorrectStart(Context* context, const v1::CorrectStartRequest* request,
                        v1::Docket* response) override;
  Reactor* VerifyIncident(Context* context, const v1::VerifyIncidentRequest* request,
                          v1::Docket* response) override;
  Reactor* GradeIncident(Context* context, const v1::GradeIncidentRequest* request,
                         v1::Docket* response) override;
  Reactor* CloseIncident(Context* context, const v1::CloseIncidentRequest* request,
                         v1::Docket* response) override;
  Reactor* GetIncident(Context* context, const v1::GetIncidentRequest* request,
                       v1::Docket* response) override;
  Reactor* ListRecords(Context* context, const v1::ListRecordsRequest* request,
                       v1::ListRecordsResponse* response) override;
  Reactor* FindFalse(Context* context, const v1::FindFalseRequest* request,
                     v1::Docket* response) override;
  Reactor* ReferToPolice(Context* context, const v1::ReferToPoliceRequest* request,
                         v1::Docket* response) override;
  Reactor* AddNote(Context* context, const v1::AddNoteRequest* request,
                   v1::Docket* response) override;
  Reactor* EnterFact(Context* context, const v1::EnterFactRequest* request,
                     v1::Docket* response) override;
  Reactor* TransferIncident(Context* context, const v1::TransferIncidentRequest* request,
                            v1::Docket* response) override;
  Reactor* AcceptTransfer(Context* context, const v1::AcceptTransferRequest* request,
                          v1::Docket* response) override;
  Reactor* MergeIncident(Context* context, const v1::MergeIncidentRequest* request,
                         v1::Docket* response) override;
  Reactor* ExportIncident(Context* context, const v1::ExportIncidentRequest* request,
                          v1::ExportIncidentResponse* response) override;

 private:
  server::Runtime& runtime_;
  server::WritePath& path_;
};

}  // namespace clarion::incident
