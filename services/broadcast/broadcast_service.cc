#include "services/broadcast/broadcast_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/broadcast/incident_filter.h"
#include "services/broadcast/incident_list.h"
#include "services/broadcast/likeness.h"
#include "services/broadcast/sheet_writer.h"
#include "services/broadcast/watch_session.h"
#include "services/core/fields.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/server/call.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"

namespace clarion::broadcast {
namespace {

using server::InvalidField;
using server::Method;
using server::NameKind;
using server::ParseName;
using server::RegionOf;
using server::Serve;

constexpr int kRecordsMax = 10'000;  // of one history, read for its notices
constexpr int kBookmarkDefault = 15;
constexpr int kBookmarkMax = 60;

constexpr size_t kLikelyMax = 5;
constexpr int kLikelyLeast = 30;  // percent; below it the offer only distracts
constexpr int kTitleMax = 200;

absl::Status Busy() {
  return core::Refuse({.code = absl::StatusCode::kResourceExhausted,
                       .reason = v1::ERROR_REASON_QUEUE_FULL,
                       .en = "Too many ask at once. Repeat in a moment.",
                       .zh = "同时查询的请求过多。请稍后重试。"});
}

// The likeliest first; of one likeness the one found last.
void FindLikely(OpenDockets& dockets, const std::string& region, const NewReport& report,
                v1::ListLikelyDuplicatesResponse& response) {
  std::vector<std::pair<int, DocketViewPtr>> likely;
  for (DocketViewPtr& view : dockets.All(region).dockets) {
    const int percent = Likeness(report, view->Docket());
    if (percent >= kLikelyLeast) likely.emplace_back(percent, std::move(view));
  }
  std::stable_sort(likely.begin(), likely.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (likely.size() > kLikelyMax) likely.resize(kLikelyMax);
  for (const auto& [percent, view] : likely) {
    v1::LikelyDuplicate& duplicate = *response.add_duplicates();
    *duplicate.mutable_incident() = view->Docket();
    duplicate.set_percent(percent);
  }
}

}  // namespace

grpc::ServerUnaryReactor* BroadcastServiceImpl::ListIncidents(
    Context* context, const v1::ListIncidentsRequest* request,
    v1::ListIncidentsResponse* response) {
  return Serve(
      runtime_, context, request, response, Method::kListIncidents,
      RegionOf("parent", request->parent()), [this](auto call) {
        auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
        if (!parent.ok()) return call.done(parent.status());
        const v1::IncidentFilter& filter = call.request->filter();
        if (absl::Status s = CheckFilter(filter); !s.ok()) return call.done(s);
        *call.response->mutable_now() = core::ToProto(runtime_.store.Now());
        if (!filter.ended()) {
          return call.done(ListOpen(dockets_, parent->region, *call.request, *call.response));
        }
        const bool posted = blocking_.Post([this, call, region = parent->region] {
          call.done(ListEnded(runtime_, region, *call.request, call.deadline, *call.response));
        });
        if (!posted) call.done(Busy());
      });
}

grpc::ServerUnaryReactor* BroadcastServiceImpl::ListLikelyDuplicates(
    Context* context, const v1::ListLikelyDuplicatesRequest* request,
    v1::ListLikelyDuplicatesResponse* response) {
  return Serve(runtime_, context, request, response, Method::kListLikelyDuplicates,
               RegionOf("parent", request->parent()), [this](auto call) {
                 auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
                 if (!parent.ok()) return call.done(parent.status());
                 core::Fields fields;
                 fields.Text("title", call.request->title(), 1, kTitleMax);
                 fields.Text("place", call.request->place(), 0, kTitleMax);
                 if (call.request->has_detected_at()) {
                   fields.Instant("detected_at", true, call.request->detected_at());
                 }
                 if (!fields.ok()) return call.done(fields.Refused());
                 const absl::Time detected_at = call.request->has_detected_at()
                                                    ? core::FromProto(call.request->detected_at())
                                                    : runtime_.store.Now();
                 FindLikely(dockets_, parent->region,
                            {call.request->title(), call.request->place(), detected_at},
                            *call.response);
                 call.done(absl::OkStatus());
               });
}

grpc::ServerUnaryReactor* BroadcastServiceImpl::GetSheet(Context* context,
                                                         const v1::GetSheetRequest* request,
                                                         v1::Sheet* response) {
  return Serve(runtime_, context, request, response, Method::kGetSheet,
               RegionOf("parent", request->parent()), [this](auto call) {
                 auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
                 if (!parent.ok()) return call.done(parent.status());
                 const std::string& language = call.request->language();
                 if (!language.empty() && language != "zh" && language != "en") {
                   return call.done(InvalidField("language", "`zh` or `en`."));
                 }
                 const bool posted = blocking_.Post([this, call, region = parent->region] {
                   absl::StatusOr<std::string> sheet =
                       SheetOf(runtime_, dockets_, region, call.request->language());
                   if (!sheet.ok()) return call.done(sheet.status());
                   call.response->set_text(*std::move(sheet));
                   *call.response->mutable_now() = core::ToProto(runtime_.store.Now());
                   call.done(absl::OkStatus());
                 });
                 if (!posted) call.done(Busy());
               });
}

grpc::ServerUnaryReactor* BroadcastServiceImpl::ListNotices(Context* context,
                                                            const v1::ListNoticesRequest* request,
                                                            v1::ListNoticesResponse* response) {
  return Serve(runtime_, context, request, response, Method::kListNotices,
               RegionOf("parent", request->parent()), [this](auto call) {
                 server::ReadRecords(runtime_.store.papers(), call.request->parent(), 1,
                                     kRecordsMax, call.deadline,
                                     [call](absl::StatusOr<std::vector<v1::Record>> records) {
                                       if (!records.ok()) return call.done(records.status());
                                       for (const v1::Record& record : *records) {
                                         for (const v1::Event& event : record.events()) {
                                           if (!event.has_notice_decided()) continue;
                                           v1::Notice& notice = *call.response->add_notices();
                                           notice.set_incident(record.paper());
                                           notice.set_version(record.version());
                                           *notice.mutable_decided_at() = record.decided_at();
                                           *notice.mutable_notice() = event.notice_decided();
                                         }
                                       }
                                       call.done(absl::OkStatus());
                                     });
               });
}

namespace {

absl::Status CheckWatch(const v1::WatchRequest& request) {
  auto name = ParseName("parent", request.parent(), {NameKind::kRegion, NameKind::kIncident});
  if (!name.ok()) return name.status();
  if (request.bookmark_seconds() < 0 || request.bookmark_seconds() > kBookmarkMax) {
    return InvalidField("bookmark_seconds", "1 to 60, or 0 for 15.");
  }
  return absl::OkStatus();
}

// Finds where to go on, and begins. May block.
void BeginWatch(server::Runtime& runtime, OpenDockets& dockets, WatchSession* session,
                const v1::WatchRequest& request, const std::string& region, DocketViewPtr ended) {
  const std::string& token = request.resume_token();
  if (token.empty()) return session->Begin(nullptr, {}, std::move(ended), false);
  const absl::StatusOr<Position> from =
      DecodeToken(token, WatchScope(runtime.store.data_set(), request.parent()));
  if (absl::IsInvalidArgument(from.status())) {
    return session->Refuse(
        InvalidField("resume_token", "The token of the last message received, unchanged."));
  }
  if (!from.ok()) return session->Begin(nullptr, {}, std::move(ended), true);
  absl::StatusOr<std::vector<EntryViewPtr>> entries = dockets.ReadBack(region, *from);
  if (absl::IsNotFound(entries.status())) {
    return session->Begin(nullptr, {}, std::move(ended), true);
  }
  if (!entries.ok()) return session->Refuse(entries.status());
  session->Begin(&*from, *std::move(entries), std::move(ended), false);
}

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* BroadcastServiceImpl::Watch(
    Context* context, const grpc::ByteBuffer* bytes) {
  auto request = std::make_shared<v1::WatchRequest>();
  grpc::ByteBuffer copy = *bytes;
  const bool read =
      grpc::SerializationTraits<v1::WatchRequest>::Deserialize(&copy, request.get()).ok();
  const absl::StatusOr<std::string> region = RegionOf("parent", request->parent());
  const int asked = request->bookmark_seconds();
  auto* session =
      new WatchSession({.runtime = &runtime_,
                        .dockets = &dockets_,
                        .context = context,
                        .parent = request->parent(),
                        .region = region.value_or(""),
                        .bookmarks = std::chrono::seconds(asked > 0 ? asked : kBookmarkDefault)});
  if (!read) {
    session->Refuse(InvalidField("request", "A clarion.v1.WatchRequest."));
    return session;
  }
  server::Admit(runtime_, *context, Method::kWatch, region, *request,
                [this, session, request](absl::StatusOr<server::Caller> caller) {
                  if (!caller.ok()) return session->Refuse(caller.status());
                  if (absl::Status s = CheckWatch(*request); !s.ok()) return session->Refuse(s);
                  session->Admit(*caller);
                  Open(session, *request, caller->deadline);
                });
  return session;
}

// One incident may have ended long ago: its last state is told all the same.
void BroadcastServiceImpl::Open(WatchSession* session, const v1::WatchRequest& request,
                                absl::Time deadline) {
  const server::ResourceName name =
      *ParseName("parent", request.parent(), {NameKind::kRegion, NameKind::kIncident});
  auto begin = [this, session, request, region = name.region](DocketViewPtr ended) {
    const bool posted = blocking_.Post([this, session, request, region, ended] {
      BeginWatch(runtime_, dockets_, session, request, region, ended);
    });
    if (!posted) session->Refuse(Busy());
  };
  if (name.kind == NameKind::kRegion) return begin(nullptr);
  server::ReadDocket(runtime_.store.papers(), request.parent(), deadline,
                     [session, begin](absl::StatusOr<v1::Docket> docket) {
                       if (!docket.ok()) return session->Refuse(docket.status());
                       const std::string head = absl::HexStringToBytes(docket->etag());
                       begin(std::make_shared<DocketView>(*std::move(docket), head, std::nullopt));
                     });
}

}  // namespace clarion::broadcast
