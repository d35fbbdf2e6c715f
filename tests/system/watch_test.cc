// What a watcher is told when it falls far behind.
#include <set>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clarion/v1/broadcast_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "tests/support/caller.h"
#include "tests/support/patience.h"
#include "tests/support/watcher.h"
#include "tests/system/office.h"
#include "tests/system/registrations.h"

namespace clarion::system {
namespace {

constexpr absl::Duration kToldWithin = absl::Seconds(60);
// Beyond the 2,048 entries that are kept in memory, and beyond the 1,024 that may wait.
constexpr size_t kMissed = 3500;

// A stream that is read when the test says so.
class Stream {
 public:
  Stream(Office& office, const std::string& resume_token)
      : stub_(support::NewNarrowChannel(office.group().Address("broadcast"))) {
    support::SignAs(context_, office.inspector());
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kToldWithin * support::kPatienceFactor));
    v1::WatchRequest request;
    request.set_parent(kRegion);
    request.set_bookmark_seconds(1);
    request.set_resume_token(resume_token);
    reader_ = stub_.Watch(&context_, request);
  }
  ~Stream() {
    context_.TryCancel();
    static_cast<void>(reader_->Finish());
  }

  // False when the stream ended.
  bool Read() {
    if (!reader_->Read(&last_)) return false;
    for (const v1::WatchItem& item : last_.items()) {
      states += item.has_state() ? 1 : 0;
      incidents.insert(item.has_state() ? item.state().name() : item.change().paper());
    }
    return true;
  }
  const v1::WatchResponse& last() const { return last_; }

  std::set<std::string> incidents;  // that were told of
  int states = 0;

 private:
  v1::BroadcastService::Stub stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader_;
  v1::WatchResponse last_;
};

TEST(Watch, ThatComesBackFromFarBehindAndReadsSlowlyIsToldOfEveryIncident) {
  Office office;
  std::string token;
  {
    Stream early(office, "");
    while (token.empty() && early.Read()) token = early.last().resume_token();
  }
  ASSERT_FALSE(token.empty());
  Registrations registrations(office, 8);
  ASSERT_TRUE(registrations.WaitFor(kMissed, kToldWithin));
  registrations.Stop();

  Stream late(office, token);
  ASSERT_TRUE(late.Read());
  EXPECT_FALSE(late.last().resync());
  // While more waits than may wait, another change comes.
  const v1::Docket last = Must(office.Register(office.NewIncident()));
  support::Watcher prompt(office.group(), "broadcast", office.inspector(), kRegion);
  ASSERT_TRUE(prompt.WaitForVersion(last.name(), last.version(), kToldWithin));
  while (late.incidents.count(last.name()) == 0) {
    if (late.states > 0) {
      EXPECT_EQ(late.last().resume_token(), "") << "a place is named before what lies behind it";
    }
    ASSERT_TRUE(late.Read());
  }
  EXPECT_NE(late.last().resume_token(), "");

  std::set<std::string> acknowledged = {last.name()};
  for (const Acknowledged& one : registrations.All()) acknowledged.insert(one.docket.name());
  EXPECT_TRUE(late.incidents == acknowledged)
      << late.incidents.size() << " of " << acknowledged.size() << " incidents were told of";
  EXPECT_GT(late.states, 1) << "the watcher was not behind enough to show anything";
}

}  // namespace
}  // namespace clarion::system
