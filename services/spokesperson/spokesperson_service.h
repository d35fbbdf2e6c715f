// The handlers of SpokespersonService: who there is and who speaks.
#pragma once

#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "services/server/runtime.h"
#include "services/server/write_path.h"

namespace clarion::spokesperson {

class SpokespersonServiceImpl final : public v1::SpokespersonService::CallbackService {
 public:
  // Both must outlive the service.
  SpokespersonServiceImpl(server::Runtime& runtime, server::WritePath& path)
      : runtime_(runtime), path_(path) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* ImportRoster(Context* context, const v1::ImportRosterRequest* request,
                        v1::Roster* response) override;
  Reactor* GetRoster(Context* context, const v1::GetRosterRequest* request,
                     v1::Roster* response) override;
  Reactor* AssignIncident(Context* context, const v1::AssignIncidentRequest* request,
                          v1::Docket* response) override;
  Reactor* AcknowledgeAssignment(Context* context, const v1::AcknowledgeAssignmentRequest* request,
                                 v1::Docket* response) override;
  Reactor* RefuseAssignment(Context* context, const v1::RefuseAssignmentRequest* request,
                            v1::Docket* response) override;
  Reactor* RecordLeave(Context* context, const v1::RecordLeaveRequest* request,
                       v1::Roster* response) override;
  Reactor* ProposeSpeakers(Context* context, const v1::ProposeSpeakersRequest* request,
                           v1::ProposeSpeakersResponse* response) override;

 private:
  server::Runtime& runtime_;
  server::WritePath& path_;
};

}  // namespace clarion::spokesperson
