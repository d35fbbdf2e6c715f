#include "services/broadcast/broadcast_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/broadcast/watch_session.h"
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

constexpr int kPageDefault = 50;
constexpr int kPageMax = 200;
constexpr size_t kPageBytesMax = 2 * 1024 * 1024;
constexpr int kRecordsMax = 10'000;  // of one history, read for its notices
constexpr int kBookmarkDefault = 15;
constexpr int kBookmarkMax = 60;

// `{due in ms}/{name}` of the last docket of the page before.
bool ReadPageToken(const std::string& token, absl::Time* due, std::string* name) {
  if (token.empty()) return true;
  const size_t slash = token.find('/');
  int64_t ms = 0;
  if (slash == std::string::npos || !absl::SimpleAtoi(token.substr(0, slash), &ms)) return false;
  *due = ms < 0 ? absl::InfiniteFuture() : absl::FromUnixMillis(ms);
  *name = token.substr(slash + 1);
  return !name->empty();
}

std::string WritePageToken(const DocketView& last) {
  const int64_t ms =
      last.next_due == absl::InfiniteFuture() ? -1 : absl::ToUnixMillis(last.next_due);
  return absl::StrCat(ms, "/", last.docket.name());
}

}  // namespace

grpc::ServerUnaryReactor* BroadcastServiceImpl::ListIncidents(
    Context* context, const v1::ListIncidentsRequest* request,
    v1::ListIncidentsResponse* response) {
  return Serve(runtime_, context, request, response, Method::kListIncidents,
               RegionOf("parent", request->parent()), [this](auto call) {
                 auto parent = ParseName("parent", call.request->parent(), {NameKind::kRegion});
                 if (!parent.ok()) return call.done(parent.status());
                 absl::Time due;
                 std::string name;
                 if (!ReadPageToken(call.request->page_token(), &due, &name)) {
                   return call.done(InvalidField(
                       "page_token", "The next_page_token of the page before, unchanged."));
                 }
                 const int asked = call.request->page_size();
                 const int limit = asked <= 0 ? kPageDefault : std::min(asked, kPageMax);
                 const OpenDockets::Page page =
                     dockets_.List(parent->region, due, name, static_cast<size_t>(limit));
                 size_t size = 0;
                 size_t count = 0;
                 for (; count < page.dockets.size() && size < kPageBytesMax; ++count) {
                   *call.response->add_incidents() = page.dockets[count]->docket;
                   size += page.dockets[count]->State().size();
                 }
                 if (count < page.dockets.size() || page.more) {
                   call.response->set_next_page_token(WritePageToken(*page.dockets[count - 1]));
                 }
                 call.response->set_sequence(page.position.sequence);
                 call.response->set_total_size(static_cast<int>(page.total));
                 *call.response->mutable_now() = core::ToProto(runtime_.store.Now());
                 call.done(absl::OkStatus());
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

// What a WatchRequest asks for, checked.
struct Wanted {
  v1::WatchRequest request;
  std::string region;
  bool one = false;  // an incident, not a region
  server::Caller caller;
};

absl::StatusOr<Wanted> ReadWatchRequest(server::Runtime& runtime,
                                        const grpc::CallbackServerContext& context,
                                        const grpc::ByteBuffer& bytes) {
  Wanted wanted;
  grpc::ByteBuffer copy = bytes;
  if (!grpc::SerializationTraits<v1::WatchRequest>::Deserialize(&copy, &wanted.request).ok()) {
    return InvalidField("request", "A clarion.v1.WatchRequest.");
  }
  const std::string& parent = wanted.request.parent();
  absl::StatusOr<server::Caller> caller =
      server::Admit(runtime, context, Method::kWatch, RegionOf("parent", parent));
  if (!caller.ok()) return caller.status();
  wanted.caller = *std::move(caller);
  auto name = ParseName("parent", parent, {NameKind::kRegion, NameKind::kIncident});
  if (!name.ok()) return name.status();
  wanted.region = name->region;
  wanted.one = name->kind == NameKind::kIncident;
  const int seconds = wanted.request.bookmark_seconds();
  if (seconds < 0 || seconds > kBookmarkMax) {
    return InvalidField("bookmark_seconds", "1 to 60, or 0 for 15.");
  }
  return wanted;
}

// Finds where to go on, and begins. May block.
void BeginWatch(server::Runtime& runtime, OpenDockets& dockets, WatchSession* session,
                const v1::WatchRequest& request, const std::string& region, DocketViewPtr ended) {
  const std::string& token = request.resume_token();
  if (token.empty()) return session->Begin(nullptr, {}, std::move(ended), false);
  const absl::StatusOr<Position> from =
      DecodeToken(token, runtime.store.data_set(), request.parent());
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
    Context* context, const grpc::ByteBuffer* request) {
  absl::StatusOr<Wanted> wanted = ReadWatchRequest(runtime_, *context, *request);
  const int asked = wanted.ok() ? wanted->request.bookmark_seconds() : 0;
  auto* session = new WatchSession(
      {.runtime = &runtime_,
       .dockets = &dockets_,
       .context = context,
       .parent = wanted.ok() ? wanted->request.parent() : "",
       .region = wanted.ok() ? wanted->region : "",
       .bookmarks = std::chrono::seconds(asked == 0 ? kBookmarkDefault : asked),
       .token_ends = wanted.ok() ? wanted->caller.expires_at : absl::InfiniteFuture()});
  if (!wanted.ok()) {
    session->Refuse(wanted.status());
    return session;
  }
  auto begin = [this, session, request = wanted->request,
                region = wanted->region](DocketViewPtr ended) {
    const bool posted = blocking_.Post([this, session, request, region, ended] {
      BeginWatch(runtime_, dockets_, session, request, region, ended);
    });
    if (!posted) {
      session->Refuse(core::Refuse({.code = absl::StatusCode::kResourceExhausted,
                                    .reason = v1::ERROR_REASON_QUEUE_FULL,
                                    .en = "Too many watches begin at once. Repeat in a moment.",
                                    .zh = "同时开始的订阅过多。请稍后重试。"}));
    }
  };
  if (!wanted->one) {
    begin(nullptr);
    return session;
  }
  // One incident may have ended long ago: its last state is told all the same.
  server::ReadDocket(runtime_.store.papers(), wanted->request.parent(), wanted->caller.deadline,
                     [session, begin](absl::StatusOr<v1::Docket> docket) {
                       if (!docket.ok()) return session->Refuse(docket.status());
                       auto view = std::make_shared<DocketView>();
                       view->docket = *std::move(docket);
                       begin(std::move(view));
                     });
  return session;
}

}  // namespace clarion::broadcast
