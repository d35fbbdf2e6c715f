// Likely duplicates are offered, unlikely ones are not.
#include "services/broadcast/likeness.h"

#include "gtest/gtest.h"
#include "services/core/proto_time.h"

namespace clarion::broadcast {
namespace {

const absl::Time kFoundAt = absl::FromUnixSeconds(1'700'000'000);

v1::Docket Open(const std::string& title, const std::string& place) {
  v1::Docket docket;
  docket.set_title(title);
  docket.set_place(place);
  *docket.mutable_detected_at() = core::ToProto(kFoundAt);
  return docket;
}

const v1::Docket kBlast = Open("甲镇某化工厂发生爆燃", "甲镇工业园区");

TEST(Likeness, TheSameReportIsFullyAlike) {
  EXPECT_EQ(Likeness({"甲镇某化工厂发生爆燃", "甲镇工业园区", kFoundAt}, kBlast), 100);
}

TEST(Likeness, TheSameMatterInOtherWordsIsOffered) {
  EXPECT_GE(Likeness({"网传甲镇化工厂爆燃", "", kFoundAt + absl::Minutes(20)}, kBlast), 50);
  EXPECT_GE(Likeness({"工业园区化工厂爆燃视频", "甲镇", kFoundAt - absl::Hours(1)}, kBlast), 50);
}

TEST(Likeness, AnotherMatterIsNot) {
  EXPECT_LT(Likeness({"县第一中学食堂食物中毒", "县城", kFoundAt}, kBlast), 30);
  EXPECT_LT(Likeness({"乙乡河堤决口", "乙乡", kFoundAt}, kBlast), 30);
}

TEST(Likeness, FadesWithTheTimeBetween) {
  const NewReport same_day = {"甲镇某化工厂发生爆燃", "", kFoundAt};
  NewReport next_day = same_day;
  next_day.detected_at += absl::Hours(24);
  EXPECT_EQ(Likeness(next_day, kBlast), Likeness(same_day, kBlast) / 2);
}

TEST(Likeness, MarksAndSpacesDoNotCountNorDoCapitals) {
  EXPECT_EQ(Likeness({"甲镇、某化工厂——发生“爆燃”", "", kFoundAt}, kBlast), 100);
  EXPECT_EQ(Likeness({"abc bus FIRE", "", kFoundAt}, Open("ABC Bus Fire", "")), 100);
}

TEST(Likeness, NothingIsLikeNothing) {
  EXPECT_EQ(Likeness({"", "", kFoundAt}, kBlast), 0);
  EXPECT_EQ(Likeness({"火", "", kFoundAt}, kBlast), 0);
}

}  // namespace
}  // namespace clarion::broadcast
