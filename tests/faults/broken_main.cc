// faults_broken COURSE: one run without any fault, with the programs that lie beside this one, and
// its judgement: nothing when every promise was kept, else a VIOLATION for each validator that
// found something. broken_builds_test.sh lays programs beside it that are broken on purpose.
//
// Courses: `work`, people at work and timers; `leave`, besides that officials leave for moments;
// `ahead`, besides that the steady clocks of both timelines step forward by 180 ms.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clarion/v1/spokesperson_service.grpc.pb.h"
#include "services/core/proto_time.h"
#include "services/proof/chain.h"
#include "tests/faults/fault.h"
#include "tests/faults/judge.h"
#include "tests/support/caller.h"
#include "tests/support/temp_dir.h"

namespace clarion::faults {
namespace {

constexpr absl::Duration kWork = absl::Seconds(4);
constexpr absl::Duration kPatience = absl::Seconds(10);
constexpr int kLeaves = 24;

// The next in line after the head of the bureau is away for a moment.
Act BriefLeave(const People& people, const std::string& official) {
  v1::RecordLeaveRequest request;
  request.set_name(people.region + "/roster");
  v1::RecordLeave& leave = *request.mutable_leave();
  leave.set_official(official);
  const absl::Time now = absl::FromUnixMillis(absl::ToUnixMillis(absl::Now()));
  *leave.mutable_leave()->mutable_from() = core::ToProto(now - absl::Milliseconds(5));
  *leave.mutable_leave()->mutable_to() = core::ToProto(now + absl::Milliseconds(600));
  leave.mutable_leave()->set_approved_by("o-mayor");
  Act act = {.op = "record_leave", .desk = "spokesperson", .incident = request.name()};
  act.body = proof::Hex(proof::Hash8(request.SerializeAsString()));
  act.hidden = true;
  act.request_id = support::NewRequestId();
  act.send = [token = people.duty[0], request](const std::shared_ptr<grpc::Channel>& channel,
                                               const std::string& request_id,
                                               absl::Duration limit) -> absl::StatusOr<v1::Docket> {
    v1::RecordLeaveRequest sent = request;
    sent.set_request_id(request_id);
    const auto roster =
        support::Call(channel, token, &v1::SpokespersonService::Stub::RecordLeave, sent, limit);
    if (!roster.ok()) return roster.status();
    v1::Docket answer;  // what the journal writes down of it
    answer.set_name(roster->name());
    answer.set_version(roster->version());
    answer.set_etag(roster->etag());
    return answer;
  };
  return act;
}

void LeaveForMoments(Scene& scene) {
  for (int i = 0; i < kLeaves; ++i) {
    const People& people = scene.traffic().people(static_cast<size_t>(i % 2));
    const char* official = i % 4 < 2 ? "o-vm1" : "o-exec";
    scene.traffic()
        .SendPatiently(BriefLeave(people, official), kPatience, scene.traffic().own_journal())
        .IgnoreError();
    Let(absl::Milliseconds(250));
  }
  Let(absl::Seconds(1));
}

void RestartTimelines(Scene& scene, const std::vector<std::string>& prefix) {
  for (const char* timeline : {"timeline", "timeline-2"}) {
    scene.desks().SetPrefix(timeline, prefix);
    scene.supervisor().HoldGently(timeline);
    scene.supervisor().Release(timeline);
    scene.Expect(scene.supervisor().AwaitServing(timeline, kPatience),
                 absl::StrCat(timeline, " does not serve"));
  }
}

void RunAhead(Scene& scene) {
  RestartTimelines(scene, {"/usr/bin/env", absl::StrCat("LD_PRELOAD=", support::ProgramFolder(),
                                                        "/fast_clock.so")});
  Let(absl::Seconds(2) + kWork);
  RestartTimelines(scene, {});
}

int Play(const std::string& course) {
  const auto office = Office::Make();
  if (!office.ok()) {
    std::printf("no office: %s\n", office.status().ToString().c_str());
    return 2;
  }
  const support::TempDir folder;
  auto scene = Scene::Open(**office, {.seed = 5, .folder = folder.path()});
  if (!scene.ok()) {
    std::printf("no scene: %s\n", scene.status().ToString().c_str());
    return 2;
  }
  if (course == "work") Let(kWork);
  if (course == "leave") LeaveForMoments(**scene);
  if (course == "ahead") RunAhead(**scene);
  (*scene)->Settle();
  const Judgement judgement = Judge((*scene)->redis(), folder.path());
  for (const std::string& what : judgement.violations) std::printf("%s\n", what.c_str());
  for (const std::string& what : (*scene)->violations()) std::printf("scene: %s\n", what.c_str());
  const Traffic::Counts counts = (*scene)->traffic().counts();
  std::printf("%lld acknowledged, %s\n", static_cast<long long>(counts.acknowledged),
              judgement.verdict.c_str());
  return judgement.violations.empty() && (*scene)->violations().empty() ? 0 : 1;
}

}  // namespace
}  // namespace clarion::faults

int main(int argc, char** argv) {
  CLI::App app("One run with the programs that lie beside this one", "faults_broken");
  std::string course;
  app.add_option("course", course)->required()->check(CLI::IsMember({"work", "leave", "ahead"}));
  CLI11_PARSE(app, argc, argv);
  return clarion::faults::Play(course);
}
