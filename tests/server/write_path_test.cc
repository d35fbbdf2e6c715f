// The write path on a real Redis: what a repeated, a raced and a refused act are answered.
#include "services/server/write_path.h"

#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/core/decide.h"
#include "services/core/proto_time.h"
#include "services/core/refusal.h"
#include "services/proof/chain.h"
#include "services/store/keys.h"
#include "tests/store/store_fixture.h"
#include "tests/support/sample_county.h"
#include "tests/support/wait_until.h"

namespace clarion::server {
namespace {

constexpr char kCountyRegion[] = "regions/410726";

class WritePathTest : public store::StoreTest {
 protected:
  void SetUp() override {
    Initialise();
    Open();
    auto pack = std::make_shared<Pack>();
    pack->pack = testing::NationalPack();
    pack->bytes = "the bytes of the pack";
    pack->sha256 = proof::Sha256(pack->bytes);
    packs_ = std::make_unique<RulePacks>(pack, store_->papers());
    path_ = NewPath();
    Act region{.paper = absl::StrCat(kCountyRegion, "/roster"),
               .actor = testing::Of(v1::ROLE_ADMINISTRATOR, "admin")};
    region.command.mutable_create_region()->set_code("410726");
    region.command.mutable_create_region()->set_name_zh("示例县");
    ASSERT_TRUE(Do(*path_, region).ok());
  }

  // As another process would have one.
  std::unique_ptr<WritePath> NewPath() {
    return std::make_unique<WritePath>(*store_, *packs_, metrics_, workers_);
  }

  absl::StatusOr<Outcome> Do(WritePath& path, Act act) {
    act.deadline = absl::Now() + absl::Seconds(10);
    auto answer = std::make_shared<std::promise<absl::StatusOr<Outcome>>>();
    path.Submit(std::move(act), [answer](absl::StatusOr<Outcome> outcome) {
      answer->set_value(std::move(outcome));
    });
    return answer->get_future().get();
  }

  Act Register(const std::string& request_id, const std::string& title = "示例事件") {
    Act act{.paper = kCountyRegion,
            .actor = testing::Duty(),
            .method = "Register",
            .request_id = request_id,
            .request_hash = proof::Sha256(title)};
    v1::RegisterIncident& incident = *act.command.mutable_register_incident();
    incident.set_title(title);
    *incident.mutable_detected_at() = core::ToProto(store_->Now() - absl::Minutes(1));
    return act;
  }

  Act Verify(const std::string& incident, const std::string& etag = "") {
    Act act{.paper = incident, .actor = testing::Duty(), .etag = etag};
    act.command.mutable_verify_incident()->set_basis("现场核实");
    return act;
  }

  // A second process, which the first does not hear of in its cache.
  void OpenElsewhere() {
    auto other = store::Store::Open(OptionsOf("other"));
    ASSERT_TRUE(other.ok()) << other.status();
    other_store_ = *std::move(other);
    other_packs_ = std::make_unique<RulePacks>(packs_->Default(), other_store_->papers());
    elsewhere_ = std::make_unique<WritePath>(*other_store_, *other_packs_, metrics_, workers_);
  }

  // Names of incidents whose next clock runs out within half a second; returns when it has.
  std::vector<std::string> DueIncidents(int count) {
    std::vector<std::string> names;
    absl::Time due = absl::InfinitePast();
    for (int i = 0; i < count; ++i) {
      Act act = Register(absl::StrCat("due ", i));
      // Four fifths of five hours after detection a warning is due.
      *act.command.mutable_register_incident()->mutable_detected_at() =
          core::ToProto(store_->Now() - absl::Hours(4) + absl::Milliseconds(500));
      act.command.mutable_register_incident()->set_grade(v1::GRADE_I);
      act.command.mutable_register_incident()->set_grade_basis("示例");
      const absl::StatusOr<Outcome> registered = Do(*path_, act);
      EXPECT_TRUE(registered.ok()) << registered.status();
      if (!registered.ok()) return {};
      names.push_back(registered->paper.docket().name());
      due = std::max(due, core::NextDue(registered->paper).value_or(absl::InfiniteFuture()));
    }
    EXPECT_TRUE(support::WaitUntil(absl::Seconds(5), [&] { return store_->Now() >= due; }));
    return names;
  }

  std::map<std::string, absl::StatusOr<v1::Record>> DecideDue(
      const std::vector<std::string>& names) {
    std::mutex mutex;
    std::map<std::string, absl::StatusOr<v1::Record>> records;
    path_->SubmitDue(names, absl::Now() + absl::Seconds(10),
                     [&](const std::string& name, absl::StatusOr<v1::Record> record) {
                       const std::lock_guard<std::mutex> lock(mutex);
                       records.emplace(name, std::move(record));
                     });
    EXPECT_TRUE(support::WaitUntil(absl::Seconds(10), [&] {
      const std::lock_guard<std::mutex> lock(mutex);
      return records.size() == names.size();
    }));
    const std::lock_guard<std::mutex> lock(mutex);
    return records;
  }

  int64_t LogEnd() {
    int64_t length = 0;
    EXPECT_TRUE(absl::SimpleAtoi(
        redis_.Run({"XLEN", store::ShardKey(store::ShardOf("410726"), "log")}), &length));
    return length;
  }

  static std::string NumberOf(const absl::StatusOr<Outcome>& outcome) {
    if (!outcome.ok()) return outcome.status().ToString();
    const std::string& name = outcome->paper.docket().name();
    return name.substr(name.rfind('-') + 1);
  }

  Metrics metrics_;
  Workers workers_{2, 256};
  std::unique_ptr<RulePacks> packs_;
  std::unique_ptr<WritePath> path_;
  std::unique_ptr<store::Store> other_store_;
  std::unique_ptr<RulePacks> other_packs_;
  std::unique_ptr<WritePath> elsewhere_;
};

TEST_F(WritePathTest, ARepeatedRegistrationGetsTheFirstAnswerAndNoSecondIncident) {
  Act first = Register("one");
  first.command.mutable_register_incident()->set_fingerprint("fp-1");
  const absl::StatusOr<Outcome> registered = Do(*path_, first);
  ASSERT_TRUE(registered.ok()) << registered.status();

  // The retry would be told DUPLICATE_REPORT of its own incident if it were decided anew.
  const absl::StatusOr<Outcome> again = Do(*path_, first);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->paper.docket().SerializeAsString(),
            registered->paper.docket().SerializeAsString());
}

TEST_F(WritePathTest, TheFirstAnswerIsTheDocketAsItWasThenHoweverFarItHasGone) {
  const Act act = Register("one");
  const absl::StatusOr<Outcome> registered = Do(*path_, act);
  ASSERT_TRUE(registered.ok()) << registered.status();
  ASSERT_TRUE(Do(*path_, Verify(registered->paper.docket().name())).ok());
  const absl::StatusOr<Outcome> again = Do(*path_, act);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->paper.docket().verified());
  EXPECT_EQ(again->paper.docket().etag(), registered->paper.docket().etag());
}

TEST_F(WritePathTest, AFirstAnswerWhoseHistoryIsGoneIsDamageAndNotAnEmptyDocket) {
  const Act act = Register("one");
  const absl::StatusOr<Outcome> registered = Do(*path_, act);
  ASSERT_TRUE(registered.ok()) << registered.status();
  redis_.Run({"DEL", store::HistoryKey(registered->paper.docket().name())});
  EXPECT_EQ(core::ReasonOf(Do(*path_, act).status()), v1::ERROR_REASON_DATA_DAMAGED);
}

TEST_F(WritePathTest, TheSameRequestIdWithAnotherRequestIsRefused) {
  ASSERT_TRUE(Do(*path_, Register("one")).ok());
  const absl::StatusOr<Outcome> other = Do(*path_, Register("one", "另一事件"));
  EXPECT_EQ(core::ReasonOf(other.status()), v1::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(WritePathTest, AFingerprintHeldByAnOpenIncidentIsRefusedWithItsName) {
  Act first = Register("one");
  first.command.mutable_register_incident()->set_fingerprint("fp-1");
  const absl::StatusOr<Outcome> held = Do(*path_, first);
  ASSERT_TRUE(held.ok()) << held.status();
  Act second = Register("two");
  second.command.mutable_register_incident()->set_fingerprint("fp-1");
  const absl::StatusOr<Outcome> refused = Do(*path_, second);
  EXPECT_EQ(core::ReasonOf(refused.status()), v1::ERROR_REASON_DUPLICATE_REPORT);
  EXPECT_NE(refused.status().message().find(held->paper.docket().name().substr(25)),
            std::string::npos)
      << refused.status();
}

TEST_F(WritePathTest, AProcessThatKnowsNoNumbersGoesOnAfterTheLastOne) {
  for (int i = 1; i <= 21; ++i) {
    ASSERT_EQ(NumberOf(Do(*path_, Register(absl::StrCat("r", i)))), absl::StrFormat("%04d", i));
  }
  const std::unique_ptr<WritePath> restarted = NewPath();
  EXPECT_EQ(NumberOf(Do(*restarted, Register("after"))), "0022");
  EXPECT_EQ(NumberOf(Do(*path_, Register("beside"))), "0023");
}

TEST_F(WritePathTest, ActsThatRaceOnOneDocketAllHappenOneAfterTheOther) {
  const absl::StatusOr<Outcome> registered = Do(*path_, Register("one"));
  ASSERT_TRUE(registered.ok()) << registered.status();
  const std::string name = registered->paper.docket().name();
  const std::unique_ptr<WritePath> other = NewPath();
  std::vector<std::future<absl::StatusOr<Outcome>>> racing;
  for (int i = 0; i < 4; ++i) {
    Act report{.paper = name, .actor = testing::Duty()};
    report.command.mutable_add_report()->set_channel("12345");
    *report.command.mutable_add_report()->mutable_received_at() = core::ToProto(store_->Now());
    racing.push_back(std::async(std::launch::async, [this, &other, report, i] {
      return Do(i % 2 == 0 ? *path_ : *other, report);
    }));
  }
  for (auto& outcome : racing) {
    const absl::StatusOr<Outcome> done = outcome.get();
    EXPECT_TRUE(done.ok()) << done.status();
  }
  const absl::StatusOr<store::PaperPtr> paper = LoadCurrent(name);
  ASSERT_TRUE(paper.ok()) << paper.status();
  EXPECT_EQ((*paper)->paper.docket().version(), 5);
}

TEST_F(WritePathTest, AnEtagThatIsNotCurrentIsRefusedAndChangesNothing) {
  const absl::StatusOr<Outcome> registered = Do(*path_, Register("one"));
  ASSERT_TRUE(registered.ok()) << registered.status();
  const std::string name = registered->paper.docket().name();
  ASSERT_TRUE(Do(*path_, Verify(name)).ok());
  const absl::StatusOr<Outcome> stale = Do(*path_, Verify(name, registered->paper.docket().etag()));
  EXPECT_EQ(core::ReasonOf(stale.status()), v1::ERROR_REASON_DOCKET_CHANGED);
  EXPECT_EQ((*LoadCurrent(name))->paper.docket().version(), 2);
}

TEST_F(WritePathTest, ARegionThatDoesNotExistHasNoIncidents) {
  Act act = Register("one");
  act.paper = "regions/419999";
  EXPECT_EQ(core::ReasonOf(Do(*path_, act).status()), v1::ERROR_REASON_NO_SUCH_REGION);
}

TEST_F(WritePathTest, ThePackOfAnIncidentLiesInItsShardFromItsFirstCommitOn) {
  ASSERT_TRUE(Do(*path_, Register("one")).ok());
  std::promise<absl::StatusOr<std::string>> text;
  store_->papers().ReadText("410726", packs_->Default()->sha256, absl::Now() + absl::Seconds(10),
                            [&text](absl::StatusOr<std::string> t) { text.set_value(t); });
  EXPECT_EQ(text.get_future().get().value_or(""), packs_->Default()->bytes);
}

// A reaction or a timer asks for what is owed now: papers remembered from before must not answer
// that nothing is.
TEST_F(WritePathTest, ThatNothingIsToBeDoneIsSaidOfPapersAsTheyAreNow) {
  const absl::StatusOr<Outcome> registered = Do(*path_, Register("one"));
  ASSERT_TRUE(registered.ok()) << registered.status();
  const std::string name = registered->paper.docket().name();
  OpenElsewhere();
  ASSERT_TRUE(Do(*elsewhere_, Verify(name)).ok());

  Act due{.paper = name, .actor = testing::System()};
  due.command.mutable_decide_due();
  const absl::StatusOr<Outcome> looked = Do(*path_, due);
  ASSERT_TRUE(looked.ok()) << looked.status();
  EXPECT_TRUE(looked->record.events().empty());
  EXPECT_TRUE(looked->paper.docket().verified());
}

TEST_F(WritePathTest, WhatIsDueOnSeveralIncidentsIsDecidedInOneCommit) {
  const std::vector<std::string> names = DueIncidents(5);
  const int64_t before = LogEnd();
  const auto records = DecideDue(names);
  EXPECT_EQ(LogEnd(), before + 1);
  for (const auto& [name, record] : records) {
    ASSERT_TRUE(record.ok()) << record.status();
    EXPECT_EQ(record->paper(), name);
    EXPECT_GT(record->events_size(), 0) << name;
    EXPECT_EQ((*LoadCurrent(name))->paper.docket().version(), record->version());
  }
  for (const auto& [name, record] : DecideDue(names)) {
    ASSERT_TRUE(record.ok()) << record.status();
    EXPECT_EQ(record->events_size(), 0) << "decided a second time: " << name;
  }
}

TEST_F(WritePathTest, AnIncidentThatChangedMeanwhileDoesNotKeepTheOthersFromTheirClocks) {
  const std::vector<std::string> names = DueIncidents(4);
  OpenElsewhere();
  Act act{.paper = names[2], .actor = testing::System()};
  act.command.mutable_decide_due();
  ASSERT_TRUE(Do(*elsewhere_, act).ok());
  for (const auto& [name, record] : DecideDue(names)) {
    ASSERT_TRUE(record.ok()) << record.status();
    EXPECT_EQ(record->events_size() > 0, name != names[2]) << name;
  }
}

TEST_F(WritePathTest, WhatCannotBeDecidedWithTheOthersGoesItsOwnWay) {
  std::vector<std::string> names = DueIncidents(2);
  names.push_back(absl::StrCat(kCountyRegion, "/roster"));
  names.push_back(absl::StrCat(kCountyRegion, "/incidents/410726-20200101-0001"));
  const auto records = DecideDue(names);
  EXPECT_GT(records.at(names[0])->events_size(), 0);
  EXPECT_GT(records.at(names[1])->events_size(), 0);
  EXPECT_EQ(records.at(names[2])->events_size(), 0);
  EXPECT_EQ(core::ReasonOf(records.at(names[3]).status()), v1::ERROR_REASON_NO_SUCH_INCIDENT);
}

TEST_F(WritePathTest, ADryRunDecidesAndChangesNothing) {
  Act act = Register("one");
  act.validate_only = true;
  const absl::StatusOr<Outcome> dry = Do(*path_, act);
  ASSERT_TRUE(dry.ok()) << dry.status();
  EXPECT_FALSE(dry->paper.docket().obligations().empty());
  EXPECT_EQ((*LoadCurrent(dry->paper.docket().name()))->head, "");
}

TEST_F(WritePathTest, WhatIsTriedRefusedOrRepeatedLeavesNoHoleInTheNumbers) {
  ASSERT_EQ(NumberOf(Do(*path_, Register("one"))), "0001");
  Act tried = Register("tried");
  tried.validate_only = true;
  EXPECT_EQ(NumberOf(Do(*path_, tried)), "0002");
  Act refused = Register("refused");
  *refused.command.mutable_register_incident()->mutable_detected_at() =
      core::ToProto(store_->Now() + absl::Hours(1));
  EXPECT_EQ(core::ReasonOf(Do(*path_, refused).status()), v1::ERROR_REASON_DETECTED_IN_FUTURE);
  EXPECT_EQ(NumberOf(Do(*path_, Register("one"))), "0001");
  EXPECT_EQ(NumberOf(Do(*path_, Register("two"))), "0002");
}

}  // namespace
}  // namespace clarion::server
