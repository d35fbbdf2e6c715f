// The handlers of BroadcastService: lists, notices, likely duplicates and sheets, from memory where
// memory has them, and the door of every watch. Handlers do not block: what must wait for the store
// goes to threads of its own.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "services/broadcast/open_dockets.h"
#include "services/server/runtime.h"
#include "services/server/workers.h"

namespace clarion::broadcast {

class WatchSession;

// Watch is served raw: its messages are lists of bytes shared by all watchers.
using BroadcastCallbackService = v1::BroadcastService::WithCallbackMethod_ListIncidents<
    v1::BroadcastService::WithCallbackMethod_ListNotices<
        v1::BroadcastService::WithCallbackMethod_ListLikelyDuplicates<
            v1::BroadcastService::WithCallbackMethod_GetSheet<
                v1::BroadcastService::WithRawCallbackMethod_Watch<
                    v1::BroadcastService::Service>>>>>;

class BroadcastServiceImpl final : public BroadcastCallbackService {
 public:
  // Both must outlive the service.
  BroadcastServiceImpl(server::Runtime& runtime, OpenDockets& dockets)
      : runtime_(runtime), dockets_(dockets) {}

  using Context = grpc::CallbackServerContext;

  grpc::ServerUnaryReactor* ListIncidents(Context* context, const v1::ListIncidentsRequest* request,
                                          v1::ListIncidentsResponse* response) override;
  grpc::ServerUnaryReactor* ListNotices(Context* context, const v1::ListNoticesRequest* request,
                                        v1::ListNoticesResponse* response) override;
  grpc::ServerUnaryReactor* ListLikelyDuplicates(
      Context* context, const v1::ListLikelyDuplicatesRequest* request,
      v1::ListLikelyDuplicatesResponse* response) override;
  grpc::ServerUnaryReactor* GetSheet(Context* context, const v1::GetSheetRequest* request,
                                     v1::Sheet* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(Context* context,
                                                    const grpc::ByteBuffer* bytes) override;

 private:
  // Begins the stream of a watcher who was let in, at the place the request names.
  void Open(WatchSession* session, const v1::WatchRequest& request, absl::Time deadline);

  server::Runtime& runtime_;
  OpenDockets& dockets_;
  server::Workers blocking_{2, 4096};  // resumes from further back than memory, ended ones, sheets
};

}  // namespace clarion::broadcast
