// Passwords are checked off the calls' threads, in a bounded queue, and failures slow down who
// guesses.
#include "services/server/passwords.h"

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/server/sign_in_delay.h"

namespace clarion::server {
namespace {

absl::StatusOr<std::string> HashNow(Passwords& passwords, const std::string& password) {
  auto result = std::make_shared<std::promise<absl::StatusOr<std::string>>>();
  passwords.Hash(Secret(password), [result](auto hash) { result->set_value(std::move(hash)); });
  return result->get_future().get();
}

absl::StatusOr<bool> VerifyNow(Passwords& passwords, const std::string& hash,
                               const std::string& password) {
  auto result = std::make_shared<std::promise<absl::StatusOr<bool>>>();
  passwords.Verify(hash, Secret(password), [result](auto same) { result->set_value(same); });
  return result->get_future().get();
}

TEST(Password, IsTheOneTheHashWasMadeOf) {
  const auto passwords = Passwords::Start();
  const std::string hash = *HashNow(*passwords, "correct horse 电池");
  EXPECT_THAT(hash, ::testing::StartsWith("$argon2id$"));
  EXPECT_TRUE(*VerifyNow(*passwords, hash, "correct horse 电池"));
  EXPECT_FALSE(*VerifyNow(*passwords, hash, "correct horse 电池 "));
  EXPECT_FALSE(*VerifyNow(*passwords, hash, ""));
}

TEST(Password, OfAnUnknownAccountOrADamagedHashIsNever) {
  const auto passwords = Passwords::Start();
  EXPECT_FALSE(*VerifyNow(*passwords, "", "anything"));
  EXPECT_FALSE(*VerifyNow(*passwords, "$argon2id$broken", "anything"));
}

TEST(Password, SaltsEachHash) {
  const auto passwords = Passwords::Start();
  EXPECT_NE(*HashNow(*passwords, "the same"), *HashNow(*passwords, "the same"));
}

// Holds both threads of the pool until it is opened.
class Barrier {
 public:
  void Arrive() {
    std::unique_lock<std::mutex> lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void AwaitArrivals(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return arrived_ >= count; });
  }
  void Open() {
    std::lock_guard<std::mutex> lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  bool open_ = false;
};

TEST(Password, BeyondAQueueOfTwentyIsRefusedAtOnce) {
  Barrier barrier;
  int refused = 0;
  {
    const auto passwords = Passwords::Start();
    for (int i = 0; i < Passwords::kThreads; ++i) {
      passwords->Verify("", Secret("x"), [&](auto) { barrier.Arrive(); });
    }
    barrier.AwaitArrivals(Passwords::kThreads);
    for (int i = 0; i < Passwords::kQueueLimit + 3; ++i) {
      passwords->Verify("$", Secret("x"), [&](absl::StatusOr<bool> same) {
        if (same.ok()) return;
        EXPECT_EQ(core::ReasonOf(same.status()), v1::ERROR_REASON_QUEUE_FULL);
        ++refused;  // on this thread: refused at once
      });
    }
    EXPECT_EQ(refused, 3);
    barrier.Open();
  }
}

TEST(SecretText, IsGoneWhereItCameFrom) {
  Secret first(std::string("password"));
  const Secret second(std::move(first));
  EXPECT_EQ(second.Reveal(), "password");
  EXPECT_EQ(first.Reveal(), "");  // NOLINT(bugprone-use-after-move): what a Secret promises
  std::string text = "another";
  Wipe(&text);
  EXPECT_EQ(text, "");
}

const absl::Time kNow = absl::FromUnixSeconds(1'795'000'000);

absl::Duration WaitOf(SignInDelay& delay, absl::Time now) {
  const absl::Status status = delay.Check("li", now);
  if (status.ok()) return absl::ZeroDuration();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  google::rpc::RetryInfo retry;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  EXPECT_TRUE(payload.has_value() && retry.ParseFromString(std::string(*payload)));
  return core::FromProto(retry.retry_delay());
}

TEST(SignInDelayTest, GrowsAfterFiveFailuresUpToAMinute) {
  SignInDelay delay;
  absl::Time now = kNow;
  std::vector<int64_t> waits;
  for (int i = 0; i < 14; ++i) {
    delay.Failed("li", now);
    waits.push_back(absl::ToInt64Seconds(WaitOf(delay, now)));
    now += absl::Seconds(60);
  }
  EXPECT_THAT(waits, ::testing::ElementsAre(0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60));
}

TEST(SignInDelayTest, IsOverWhenItIsOver) {
  SignInDelay delay;
  for (int i = 0; i < 6; ++i) delay.Failed("li", kNow);
  EXPECT_FALSE(delay.Check("li", kNow + absl::Seconds(2) - absl::Milliseconds(1)).ok());
  EXPECT_TRUE(delay.Check("li", kNow + absl::Seconds(2)).ok());
  EXPECT_TRUE(delay.Check("wu", kNow).ok());
}

TEST(SignInDelayTest, ASuccessOrAnHourClearsIt) {
  SignInDelay delay;
  for (int i = 0; i < 10; ++i) delay.Failed("li", kNow);
  delay.Succeeded("li");
  EXPECT_TRUE(delay.Check("li", kNow).ok());
  for (int i = 0; i < 10; ++i) delay.Failed("li", kNow);
  delay.Failed("li", kNow + absl::Hours(2));
  EXPECT_TRUE(delay.Check("li", kNow + absl::Hours(2)).ok());
}

TEST(SignInDelayTest, AClockThatWasSetBackLocksNobodyOut) {
  SignInDelay delay;
  for (int i = 0; i < 20; ++i) delay.Failed("li", kNow);
  EXPECT_LE(WaitOf(delay, kNow - absl::Hours(24)), absl::Seconds(60));
}

TEST(SignInDelayTest, RemembersABoundedNumberOfAccounts) {
  SignInDelay delay;
  for (int i = 0; i < 6; ++i) delay.Failed("li", kNow);
  for (int i = 0; i < 10'000; ++i) delay.Failed("guess" + std::to_string(i), kNow);
  EXPECT_TRUE(delay.Check("li", kNow).ok());
}

}  // namespace
}  // namespace clarion::server
