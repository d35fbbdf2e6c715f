// Bad input, field by field, on every RPC of the four running services: one precise refusal that
// names the field, and nothing is changed by it.
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"
#include "tests/server/bad_input.h"
#include "tests/support/status_matchers.h"

namespace clarion::server {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using testing::AllRpcs;
using ::testing::ElementsAre;
using testing::Leaf;
using testing::LeavesOf;
using testing::RefusedAs;
using testing::Rpc;

TEST_F(BadInput, OfATextIsRefusedByItsField) {
  const std::pair<const char*, std::string> bad[] = {
      {"a control character", "a\x01z"},  {"an escape", "a\x1b[2Jz"},
      {"a NUL", std::string("a\0z", 3)},  {"a bidi override", "a\u202Ez"},
      {"a zero-width space", "a\u200Bz"}, {"a byte order mark", "a\uFEFFz"},
      {"a noncharacter", "a\uFFFFz"},     {"a tag", "a\U000E0041z"},
      {"decomposed text", "e\u0301"},     {"too long a text", std::string(600'000, 'x')}};
  const int64_t before = Commits();
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      for (const auto& [what, text] : bad) {
        const std::unique_ptr<Message> request = Sample(rpc);
        SetText(leaf, *request, text);
        ExpectRefused(rpc, leaf, *request, what);
      }
    }
    EXPECT_EQ(Commits(), before) << rpc.path;
  }
}

TEST_F(BadInput, ThatIsNoUtf8IsRefusedAsARequestThatCannotBeRead) {
  const int64_t before = Commits();
  int sent = 0;
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      for (const std::string bad :
           {"\xC3\x28__", "\xED\xA0\x80_", "\xF8\x88\x80\x80", "\xFF\xFE__"}) {
        const std::unique_ptr<Message> request = Sample(rpc);
        SetText(leaf, *request, "MARK");
        const absl::Status status =
            Send(rpc, absl::StrReplaceAll(request->SerializeAsString(), {{"MARK", bad}}));
        EXPECT_THAT(status, RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path << leaf.path;
        EXPECT_THAT(FieldsOf(status), ElementsAre("request")) << rpc.path << leaf.path;
        ++sent;
      }
    }
  }
  EXPECT_GT(sent, 400);
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, ThatIsNoMessageIsRefused) {
  const int64_t before = Commits();
  for (const Rpc& rpc : AllRpcs()) {
    for (const std::string& bytes :
         {std::string("\xFF\xFF\xFF"), std::string("\x0A\x7F"), std::string(1000, '\x0A')}) {
      EXPECT_THAT(Send(rpc, bytes), RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path;
    }
  }
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, OfAnInstantIsRefusedByItsField) {
  const std::pair<int64_t, int32_t> bad[] = {
      {-62135596801, 0}, {253402300800, 0},           {INT64_MIN, 0}, {INT64_MAX, 0},
      {1772499600, -1},  {1772499600, 1'000'000'000}, {0, INT32_MIN}, {1772499600, INT32_MAX}};
  const int64_t before = Commits();
  int sent = 0;
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      for (const auto& [seconds, nanos] : bad) {
        const std::unique_ptr<Message> request = Sample(rpc);
        Message* holder = leaf.holder(*request);
        auto& at = static_cast<google::protobuf::Timestamp&>(
            *holder->GetReflection()->MutableMessage(holder, leaf.field));
        at.set_seconds(seconds);
        at.set_nanos(nanos);
        ExpectRefused(rpc, leaf, *request, absl::StrCat(seconds, " s ", nanos, " ns"));
        ++sent;
      }
    }
  }
  EXPECT_GT(sent, 80);
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, OfAChoiceIsRefusedByItsField) {
  const int64_t before = Commits();
  int sent = 0;
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) continue;
      for (const int number : {9999, -1}) {
        const std::unique_ptr<Message> request = Sample(rpc);
        Message* holder = leaf.holder(*request);
        const auto& reflection = *holder->GetReflection();
        if (leaf.field->is_repeated()) {
          reflection.ClearField(holder, leaf.field);
          reflection.AddEnumValue(holder, leaf.field, number);
        } else {
          reflection.SetEnumValue(holder, leaf.field, number);
        }
        ExpectRefused(rpc, leaf, *request, absl::StrCat(number));
        ++sent;
      }
    }
  }
  EXPECT_GT(sent, 20);
  EXPECT_EQ(Commits(), before);
}

TEST_F(BadInput, OfManyFieldsIsToldAtOnce) {
  for (const Rpc& rpc : AllRpcs()) {
    const std::unique_ptr<Message> request = Sample(rpc);
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      SetText(leaf, *request, "a\u202Eb");
    }
    std::set<std::string> expected;  // what is set: of a oneof, the last
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      const std::unique_ptr<Message> copy(request->New());
      copy->CopyFrom(*request);
      leaf.holder(*copy);
      if (copy->SerializeAsString() == request->SerializeAsString()) expected.insert(leaf.path);
    }
    if (expected.empty()) continue;
    const absl::Status status = Send(rpc, *request);
    EXPECT_THAT(status, RefusedAs(v1::ERROR_REASON_FIELD_INVALID)) << rpc.path;
    const std::vector<std::string> fields = FieldsOf(status);
    if (expected.size() <= 20) {
      EXPECT_EQ(std::set<std::string>(fields.begin(), fields.end()), expected) << rpc.path;
    } else {
      EXPECT_EQ(fields.size(), 21u) << rpc.path;
    }
  }
}

TEST_F(BadInput, OfARequestIdIsRefusedByItsField) {
  const int64_t before = Commits();
  for (const Rpc& rpc : AllRpcs()) {
    for (const Leaf& leaf : LeavesOf(rpc)) {
      if (leaf.path != "request_id") continue;
      for (const char* bad : {"", "1", "123e4567-e89b-12d3-a456-42661417400g"}) {
        const std::unique_ptr<Message> request = Sample(rpc);
        SetText(leaf, *request, bad);
        ExpectRefused(rpc, leaf, *request, bad);
      }
    }
  }
  EXPECT_EQ(Commits(), before);
}

}  // namespace
}  // namespace clarion::server
