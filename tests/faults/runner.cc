#include "tests/faults/runner.h"

#include <cstdio>
#include <filesystem>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "tests/faults/judge.h"
#include "tests/support/temp_dir.h"

namespace clarion::faults {
namespace {

void Inject(Scene& scene, const Fault& fault, Random& random) {
  const size_t number = scene.BeginFault({.row = fault.row,
                                          .name = fault.name,
                                          .target = fault.what,
                                          .takes = fault.takes,
                                          .clock = fault.clock});
  fault.inject(scene, random);
  scene.EndFault(number);
}

// What changes one and the same thing is not done by two at once.
bool GoTogether(const Fault& a, const Fault& b) {
  return a.row != b.row && (a.ground == Fault::Ground::kAny || b.ground == Fault::Ground::kAny);
}

// One after another with pauses, or the next two at once.
void InjectAll(Scene& scene, const Plan& plan) {
  Random random(plan.seed ^ 0x9e3779b97f4a7c15U);
  scene.SetAlone(plan.rows);
  for (size_t i = 0; i < plan.faults.size(); ++i) {
    Let(Between(random, absl::ZeroDuration(), absl::Milliseconds(600)));
    const bool two = i + 1 < plan.faults.size() && Chance(random, 30) &&
                     GoTogether(*plan.faults[i], *plan.faults[i + 1]);
    if (!two) {
      Inject(scene, *plan.faults[i], random);
      continue;
    }
    Random other_random(random());
    const Fault& other = *plan.faults[++i];
    auto beside = std::async(std::launch::async, [&] { Inject(scene, other, other_random); });
    Inject(scene, *plan.faults[i - 1], random);
    beside.get();
  }
}

std::string NamesOf(const std::vector<const Fault*>& faults) {
  return absl::StrJoin(
      faults, " ", [](std::string* out, const Fault* fault) { absl::StrAppend(out, fault->name); });
}

// Puts a failing run's folder where it stays.
std::string Keep(const std::string& folder, const std::string& keep, uint64_t seed) {
  const std::filesystem::path kept =
      absl::StrCat(keep, "/", seed, "-", absl::ToUnixMillis(absl::Now()));
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (!entry.is_regular_file(error)) continue;
    const auto to = kept / std::filesystem::relative(entry.path(), folder);
    std::filesystem::create_directories(to.parent_path(), error);
    std::filesystem::copy_file(entry.path(), to, error);
  }
  return kept.string();
}

}  // namespace

bool Runner::PlayOne(const Plan& plan) {
  const support::TempDir folder;
  const absl::Time begun = absl::Now();
  auto scene = Scene::Open(office_, {.seed = plan.seed,
                                     .folder = folder.path(),
                                     .durability = plan.durability,
                                     .disk_mib = plan.disk_mib,
                                     .network = plan.network,
                                     .long_faults = plan.rows});
  std::vector<std::string> violations;
  std::vector<std::string> told;
  Traffic::Counts counts;
  Judgement judgement;
  if (scene.ok()) {
    const absl::Time end = absl::Now() + plan.time;
    InjectAll(**scene, plan);
    Let(end - absl::Now());
    (*scene)->Settle();
    judgement = Judge((*scene)->redis(), folder.path());
    violations = (*scene)->violations();
    violations.insert(violations.end(), judgement.violations.begin(), judgement.violations.end());
    told = (*scene)->told();
    counts = (*scene)->traffic().counts();
    judgement.deliveries = (*scene)->audience().heard();
    scene->reset();
  } else {
    violations.push_back(absl::StrCat("could not begin: ", scene.status().ToString()));
  }
  const bool good = violations.empty();
  const std::string kept = good ? "" : Keep(folder.path(), keep_, plan.seed);
  const std::lock_guard<std::mutex> lock(mutex_);
  totals_.runs += 1;
  totals_.acknowledged += counts.acknowledged;
  totals_.failed += counts.failed;
  totals_.unknown += counts.unknown;
  totals_.deadlines += judgement.deadlines;
  totals_.deliveries += judgement.deliveries;
  std::printf(
      "%s seed %llu [%s]%s%s: %lld ack, %lld fail, %lld unknown, %lld deadlines, %lld "
      "deliveries, %.1f s: %s%s\n",
      good ? "ok  " : "FAIL", static_cast<unsigned long long>(plan.seed),
      NamesOf(plan.faults).c_str(), plan.network ? " network" : "",
      plan.disk_mib > 0 ? " small disk" : "", static_cast<long long>(counts.acknowledged),
      static_cast<long long>(counts.failed), static_cast<long long>(counts.unknown),
      static_cast<long long>(judgement.deadlines), static_cast<long long>(judgement.deliveries),
      absl::ToDoubleSeconds(absl::Now() - begun), judgement.verdict.c_str(),
      told.empty() ? "" : absl::StrCat(" (", absl::StrJoin(told, "; "), ")").c_str());
  for (const std::string& violation : violations) std::printf("     %s\n", violation.c_str());
  if (!good) {
    std::printf("     kept in %s; again: tests/faults/run %s\n", kept.c_str(),
                plan.arguments.c_str());
  }
  std::fflush(stdout);
  return good;
}

int Runner::Play(const std::vector<Plan>& plans, int side_by_side) {
  std::atomic<size_t> next{0};
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  threads.reserve(static_cast<size_t>(side_by_side));
  for (int i = 0; i < side_by_side; ++i) {
    threads.emplace_back([&] {
      for (size_t at = next++; at < plans.size(); at = next++) {
        if (!PlayOne(plans[at])) ++failed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return failed;
}

}  // namespace clarion::faults
