#include "tests/load/crowd_stream.h"

#include <gtest/gtest.h>

#include "clarion/v1/broadcast_service.pb.h"
#include "tests/load/unary_caller.h"

namespace clarion::load {
namespace {

TEST(CrowdStream, CountsStatesAndChangesWithoutReadingThem) {
  v1::WatchResponse message;
  message.add_items()->mutable_state()->set_title("某企业仓库起火");
  message.add_items()->mutable_change()->set_version(7);
  message.add_items()->mutable_change()->set_paper("regions/410001/incidents/1");
  const CrowdStream::Told part = ReadWatchMessage(ToBuffer(message.SerializeAsString()));
  EXPECT_EQ(part.states, 1U);
  EXPECT_EQ(part.changes, 2U);
  EXPECT_FALSE(part.complete);
  message.set_resume_token("here");
  EXPECT_TRUE(ReadWatchMessage(ToBuffer(message.SerializeAsString())).complete);
}

}  // namespace
}  // namespace clarion::load
