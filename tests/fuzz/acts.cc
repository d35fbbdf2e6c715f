// Commands on the core: a course of acts chosen by the bytes, each now and then spoilt in one
// field, held against the laws that the property test holds its courses against. Decide and Evolve
// throw nothing, a paper is the fold of its records, nothing due is left.
#include <limits>
#include <random>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/core/walk.h"
#include "tests/fuzz/choices.h"
#include "tests/fuzz/target.h"

namespace clarion::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kSampleBytes = 600;
constexpr int kStepsMost = 80;

const char* const kOddTexts[] = {"",   "\n", "r1",     "PRESS_CONFERENCE-1", "o-mayor",
                                 "\0", "甲", "none\t", "regions/419999"};
constexpr int64_t kOddNumbers[] = {0,
                                   -1,
                                   1,
                                   1'772'499'600,
                                   253'402'300'799,
                                   -62'135'596'800,
                                   std::numeric_limits<int64_t>::max(),
                                   std::numeric_limits<int64_t>::min()};

template <typename T, size_t kCount>
const T& OneOf(const T (&values)[kCount], Choices& choices) {
  return values[choices.Byte() % kCount];
}

// Sets a scalar, or clears it when it is of a type that says nothing odd.
void SpoilScalar(Message& message, const FieldDescriptor& field, Choices& choices) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, &field, OneOf(kOddTexts, choices));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, &field, OneOf(kOddNumbers, choices));
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, &field,
                                 static_cast<int32_t>(OneOf(kOddNumbers, choices)));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, &field, choices.Byte());
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, &field, choices.Byte() % 2 == 1);
    default:
      return reflection.ClearField(&message, &field);
  }
}

// One field of the command, or of a message in it, becomes odd or goes away.
void SpoilOne(Message& message, Choices& choices) {
  const Reflection& reflection = *message.GetReflection();
  const int count = message.GetDescriptor()->field_count();
  if (count == 0) return;
  const FieldDescriptor& field = *message.GetDescriptor()->field(choices.Byte() % count);
  if (field.containing_oneof() != nullptr && !reflection.HasField(message, &field)) return;
  if (field.is_repeated()) {
    if (reflection.FieldSize(message, &field) > 0) reflection.RemoveLast(&message, &field);
  } else if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    SpoilScalar(message, field, choices);
  } else if (choices.Byte() % 4 == 0) {
    reflection.ClearField(&message, &field);
  } else {
    SpoilOne(*reflection.MutableMessage(&message, &field), choices);
  }
}

void SpoilCommand(v1::Command& command, Choices& choices) {
  const Reflection& reflection = *command.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(command, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated()) {
      SpoilOne(*reflection.MutableMessage(&command, field), choices);
    }
  }
}

}  // namespace

std::vector<std::string> Samples() {
  std::vector<std::string> samples;
  std::mt19937_64 random(1);
  for (int sample = 0; sample < 8; ++sample) {
    std::string bytes;
    while (bytes.size() < kSampleBytes) bytes.push_back(static_cast<char>(random()));
    samples.push_back(std::move(bytes));
  }
  return samples;
}

void Examine(const std::string& bytes) {
  Choices choices(bytes);
  const bool spoils = choices.Byte() % 2 == 1;
  testing::Walk::Spoil spoil;
  if (spoils) {
    spoil = [&choices](v1::Command& command) {
      if (choices.Byte() % 4 == 0) SpoilCommand(command, choices);
    };
  }
  testing::Walk walk([&choices] { return choices.Next(); }, std::move(spoil));
  for (int step = 0; step < kStepsMost && !choices.Empty(); ++step) {
    Require(walk.Step(), walk.broken());
  }
}

}  // namespace clarion::fuzz
