// The handlers of ReleaseService: texts and conferences. A text is hashed here and stored beside
// the papers in the same commit; the law sees its hash and size only.
#pragma once

#include "clarion/v1/release_service.grpc.pb.h"
#include "services/server/runtime.h"
#include "services/server/write_path.h"

namespace clarion::broadcast {

class ReleaseServiceImpl final : public v1::ReleaseService::CallbackService {
 public:
  // Both must outlive the service.
  ReleaseServiceImpl(server::Runtime& runtime, server::WritePath& path)
      : runtime_(runtime), path_(path) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* DraftRelease(Context* context, const v1::DraftReleaseRequest* request,
                        v1::Docket* response) override;
  Reactor* EditRelease(Context* context, const v1::EditReleaseRequest* request,
                       v1::Docket* response) override;
  Reactor* SubmitRelease(Context* context, const v1::SubmitReleaseRequest* request,
                         v1::Docket* response) override;
  Reactor* ApproveRelease(Context* context, const v1::ApproveReleaseRequest* request,
                          v1::Docket* response) override;
  Reactor* PublishRelease(Context* context, const v1::PublishReleaseRequest* request,
                          v1::Docket* response) override;
  Reactor* GetReleaseText(Context* context, const v1::GetReleaseTextRequest* request,
                          v1::ReleaseText* response) override;
  Reactor* ScheduleConference(Context* context, const v1::ScheduleConferenceRequest* request,
                              v1::Docket* response) override;
  Reactor* BeginConference(Context* context, const v1::BeginConferenceRequest* request,
                           v1::Docket* response) override;
  Reactor* EndConference(Context* context, const v1::EndConferenceRequest* request,
                         v1::Docket* response) override;
  Reactor* AbortConference(Context* context, const v1::AbortConferenceRequest* request,
                           v1::Docket* response) override;
  Reactor* CosignRelease(Context* context, const v1::CosignReleaseRequest* request,
                         v1::Docket* response) override;
  Reactor* RetractRelease(Context* context, const v1::RetractReleaseRequest* request,
                          v1::Docket* response) override;
  Reactor* FillTemplate(Context* context, const v1::FillTemplateRequest* request,
                        v1::FillTemplateResponse* response) override;

 private:
  server::Runtime& runtime_;
  server::WritePath& path_;
};

}  // namespace clarion::broadcast
