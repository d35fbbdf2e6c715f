// The handlers of TimelineService: reports, waivers, late evidence, rules and the manual clock. The
// law is in the core, the timers in timer_loop.h.
#pragma once

#include "clarion/v1/timeline_service.grpc.pb.h"
#include "services/server/runtime.h"
#include "services/server/workers.h"
#include "services/server/write_path.h"

namespace clarion::timeline {

class TimelineServiceImpl final : public v1::TimelineService::CallbackService {
 public:
  // Both must outlive the service.
  TimelineServiceImpl(server::Runtime& runtime, server::WritePath& path)
      : runtime_(runtime), path_(path) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* ReportToSuperior(Context* context, const v1::ReportToSuperiorRequest* request,
                            v1::Docket* response) override;
  Reactor* GetRulePack(Context* context, const v1::GetRulePackRequest* request,
                       v1::RulePack* response) override;
  Reactor* GetProgress(Context* context, const v1::GetProgressRequest* request,
                       v1::Progress* response) override;
  Reactor* AdvanceClock(Context* context, const v1::AdvanceClockRequest* request,
                        v1::Progress* response) override;
  Reactor* RequestWaiver(Context* context, const v1::RequestWaiverRequest* request,
                         v1::Docket* response) override;
  Reactor* ApproveWaiver(Context* context, const v1::ApproveWaiverRequest* request,
                         v1::Docket* response) override;
  Reactor* RecordEvidence(Context* context, const v1::RecordEvidenceRequest* request,
                          v1::Docket* response) override;
  Reactor* ConfirmEvidence(Context* context, const v1::ConfirmEvidenceRequest* request,
                           v1::Docket* response) override;
  Reactor* SimulateDeadlines(Context* context, const v1::SimulateDeadlinesRequest* request,
                             v1::SimulateDeadlinesResponse* response) override;

 private:
  server::Runtime& runtime_;
  server::WritePath& path_;
  server::Workers blocking_{1, 16};  // progress and the manual clock wait for the store
};

}  // namespace clarion::timeline
