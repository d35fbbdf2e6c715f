#include "clients/cpp/watch.h"

#include "gtest/gtest.h"
#include "tests/clients/fake_desks.h"

namespace clarion::client {
namespace {

constexpr char kPaper[] = "regions/410726/incidents/410726-20261123-0007";

v1::WatchResponse Message(int64_t sequence, const std::string& token) {
  v1::WatchResponse message;
  message.set_sequence(sequence);
  message.set_resume_token(token);
  return message;
}

v1::WatchResponse State(int64_t sequence, int64_t version, const std::string& token) {
  v1::WatchResponse message = Message(sequence, token);
  message.add_items()->mutable_state()->set_name(kPaper);
  message.mutable_items(0)->mutable_state()->set_version(version);
  return message;
}

v1::WatchResponse Change(int64_t sequence, int64_t version, const std::string& token) {
  v1::WatchResponse message = Message(sequence, token);
  message.add_items()->mutable_change()->set_paper(kPaper);
  message.mutable_items(0)->mutable_change()->set_version(version);
  return message;
}

v1::WatchResponse Bookmark(int64_t sequence, const std::string& token) {
  v1::WatchResponse message = Message(sequence, token);
  message.set_bookmark(true);
  return message;
}

// What came of a watch, and the tokens each stream was asked to go on from.
struct Seen {
  absl::Status end;
  std::vector<int64_t> versions;
  int snapshots = 0;
  int resyncs = 0;
  std::vector<std::string> asked;
  std::string token;
};

using Streams = std::vector<std::pair<std::vector<v1::WatchResponse>, grpc::Status>>;

// Runs a watch over the given streams, each ended by its status; cancels it after `enough` items.
Seen Follow(const Streams& streams, size_t enough, const std::string& from = "") {
  tests::Script script;
  script.watch = [&](const v1::WatchRequest&, grpc::ServerWriter<v1::WatchResponse>& writer) {
    size_t at = 0;
    {
      std::lock_guard lock(script.mutex);
      at = script.watches.size() - 1;
    }
    if (at >= streams.size()) return grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "the end");
    for (const v1::WatchResponse& message : streams[at].first) writer.Write(message);
    return streams[at].second;
  };
  tests::FakeDesks desks(script);
  WatchOptions options;
  options.parent = "regions/410726";
  options.resume_token = from;
  options.pauses.first_pause = absl::Milliseconds(1);
  Watch watch(desks.Channels(), options);
  Seen seen;
  WatchHandler handler;
  handler.snapshot_begins = [&](bool resync) {
    ++seen.snapshots;
    seen.resyncs += resync ? 1 : 0;
  };
  handler.item = [&](const v1::WatchItem& item) {
    seen.versions.push_back(item.has_state() ? item.state().version() : item.change().version());
    if (seen.versions.size() == enough) watch.Cancel();
  };
  seen.end = watch.Run(handler);
  seen.token = watch.resume_token();
  for (const v1::WatchRequest& request : script.watches)
    seen.asked.push_back(request.resume_token());
  return seen;
}

const grpc::Status kDraining(grpc::StatusCode::UNAVAILABLE, "draining");
const grpc::Status kStalled(grpc::StatusCode::RESOURCE_EXHAUSTED, "stalled");

TEST(Watch, GoesOnAfterTheLastMessageWhenTheServerGoesAway) {
  const Seen seen = Follow({{{State(10, 4, "a"), Bookmark(10, "b"), Change(11, 5, "c")}, kDraining},
                            {{Change(12, 6, "d")}, kStalled},
                            {{Change(13, 7, "e")}, grpc::Status::OK}},
                           4);
  EXPECT_EQ(seen.end.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(seen.versions, (std::vector<int64_t>{4, 5, 6, 7}));
  EXPECT_EQ(seen.asked, (std::vector<std::string>{"", "c", "d"}));
  EXPECT_EQ(seen.snapshots, 1);
  EXPECT_EQ(seen.token, "e");
}

TEST(Watch, ASnapshotBrokenOffIsBegunAgain) {
  const Seen seen =
      Follow({{{State(10, 4, "a")}, kDraining},
              {{State(11, 5, "x"), Bookmark(11, "y"), Change(12, 6, "z")}, kDraining}},
             3);
  EXPECT_EQ(seen.asked, (std::vector<std::string>{"", ""}));
  EXPECT_EQ(seen.snapshots, 2);
  EXPECT_EQ(seen.versions, (std::vector<int64_t>{4, 5, 6}));
}

TEST(Watch, SaysWhenATokenCouldNotBeFollowed) {
  v1::WatchResponse resync = State(3, 1, "a");
  resync.set_resync(true);
  const Seen seen = Follow({{{resync, Bookmark(3, "b"), Change(4, 2, "c")}, kDraining}}, 2, "old");
  EXPECT_EQ(seen.asked.front(), "old");
  EXPECT_EQ(seen.resyncs, 1);
  EXPECT_EQ(seen.versions, (std::vector<int64_t>{1, 2}));
}

TEST(Watch, EndsWithDataLossOnAGap) {
  const Seen seen =
      Follow({{{State(10, 4, "a"), Bookmark(10, "b"), Change(11, 6, "c")}, kDraining}}, 9);
  EXPECT_EQ(seen.end.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(seen.token, "b");  // not past what was not understood
}

TEST(Watch, EndsOnWhatNoRepetitionCures) {
  const Seen seen = Follow({{{State(10, 4, "a"), Bookmark(10, "b")}, kDraining}}, 9);
  EXPECT_EQ(seen.end.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(seen.asked.size(), 2u);
}

}  // namespace
}  // namespace clarion::client
