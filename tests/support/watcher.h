// A Watcher watches as a good client does, and says what was wrong with what it was told.
//
// On a thread of its own it opens BroadcastService.Watch, folds what comes, and after every break
// goes on from its last token. A fault is a change whose version is not one more than the last
// known (a gap or a repeat), a change of a docket never heard of, a state older than known, or a
// break without a token to go on from.
//
//     Watcher watcher(group, "broadcast", token, "regions/419999");
//     ASSERT_TRUE(watcher.WaitForVersion(name, 5, absl::Seconds(5)));
//     EXPECT_THAT(watcher.Faults(), IsEmpty());
//
// Thread-safe.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "grpcpp/client_context.h"
#include "tests/support/process_group.h"

namespace clarion::support {

class Watcher {
 public:
  // `group` must outlive the watcher.
  Watcher(ProcessGroup& group, std::string process, std::string token, std::string parent);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Whether the first snapshot is complete within `limit`.
  bool WaitForSnapshot(absl::Duration limit);
  // Whether the docket is known at `version` or later within `limit`.
  bool WaitForVersion(const std::string& incident, int64_t version, absl::Duration limit);

  // The docket as folded, without etag; without a name when it was never heard of.
  v1::Docket Known(const std::string& incident);
  size_t Incidents();
  std::vector<std::string> Faults();
  // How the streams ended so far.
  std::vector<absl::Status> Breaks();
  int Resyncs();
  int64_t Changes();

 private:
  void Run();
  absl::Status Follow();
  void Take(const v1::WatchResponse& response);
  void TakeState(const v1::Docket& docket);
  void TakeChange(const v1::Record& record);
  template <typename Holds>
  bool Wait(absl::Duration limit, Holds holds);

  ProcessGroup& group_;
  const std::string process_;
  const std::string token_;
  const std::string parent_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, v1::Paper> known_;
  std::vector<std::string> faults_;
  std::vector<absl::Status> breaks_;
  std::string resume_token_;
  bool complete_ = false;
  int resyncs_ = 0;
  int64_t changes_ = 0;
  bool stopping_ = false;
  grpc::ClientContext* stream_ = nullptr;
  std::thread thread_;  // last: it uses the others
};

}  // namespace clarion::support
