#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace clarion::testing {
namespace {

v1::Command Note(const std::string& text, const std::string& file = "",
                 const std::string& hash = "") {
  v1::Command command;
  command.mutable_add_note()->set_text(text);
  command.mutable_add_note()->set_file_name(file);
  command.mutable_add_note()->set_file_sha256(hash);
  return command;
}

TEST(Note, GoesIntoTheFileWithWhoWroteItAndWhen) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  EXPECT_THAT(story.AddNote("已电话通知甲镇"), Yields("note_added"));
  story.By(Approver()).AddNote("同意");
  ASSERT_EQ(story.docket().notes_size(), 2);
  EXPECT_EQ(story.docket().notes(0).id(), "n1");
  EXPECT_EQ(story.docket().notes(0).written_by(), "duty1");
  EXPECT_EQ(story.docket().notes(1).id(), "n2");
  EXPECT_EQ(story.docket().notes(1).written_by(), "app1");
  EXPECT_EQ(story.State(), "REGISTERED");
}

TEST(Attachment, IsANameAndAHash) {
  Story story;
  story.At("00:10").Register(v1::GRADE_IV);
  const std::string hash(32, 'h');
  EXPECT_THAT(story.Do(Note("现场照片", "1.jpg", hash)), IsOk());
  EXPECT_EQ(story.docket().notes(0).file_sha256(), hash);
  EXPECT_THAT(story.Do(Note("现场照片", "1.jpg")), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Do(Note("现场照片", "", hash)), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Do(Note("", "1.jpg", hash)), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(story.Do(Note(std::string(2001, 'x'))), RefusedAs(v1::ERROR_REASON_FIELD_INVALID));
}

}  // namespace
}  // namespace clarion::testing
