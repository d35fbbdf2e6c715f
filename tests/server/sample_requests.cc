#include "tests/server/sample_requests.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clarion/v1/admin_service.pb.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "clarion/v1/incident_service.pb.h"
#include "clarion/v1/release_service.pb.h"
#include "clarion/v1/spokesperson_service.pb.h"
#include "clarion/v1/timeline_service.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "tests/support/caller.h"

namespace clarion::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

bool IsTimestamp(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type() == google::protobuf::Timestamp::descriptor();
}

// What `name` or `parent` of an RPC's request is a name of.
std::string NameFor(const std::string& method, const Places& places) {
  static const auto& of_region = *new std::set<std::string>{
      "RegisterIncident", "ListIncidents", "Watch",         "SimulateDeadlines",
      "ListAccounts",     "GetSheet",      "CreateAccount", "ListLikelyDuplicates"};
  static const auto& of_account =
      *new std::set<std::string>{"SignIn", "SetAccountDisabled", "ResetPassword"};
  static const auto& of_roster =
      *new std::set<std::string>{"ImportRoster", "GetRoster", "RecordLeave"};
  static const auto& of_release = *new std::set<std::string>{
      "EditRelease",   "SubmitRelease",  "ApproveRelease", "PublishRelease",
      "CosignRelease", "RetractRelease", "GetReleaseText"};
  static const auto& of_conference = *new std::set<std::string>{"EndConference", "AbortConference"};
  if (of_region.count(method) > 0) return places.region;
  if (of_account.count(method) > 0) return places.account;
  if (of_roster.count(method) > 0) return absl::StrCat(places.region, "/roster");
  if (of_release.count(method) > 0) return absl::StrCat(places.incident, "/releases/r1");
  if (of_conference.count(method) > 0) return absl::StrCat(places.incident, "/conferences/c1");
  return places.incident;
}

std::string TextFor(const Rpc& rpc, const FieldDescriptor& field, bool top, const Places& places) {
  if (field.name() == "request_id") return support::NewRequestId();
  if (top && (field.name() == "name" || field.name() == "parent")) {
    return NameFor(rpc.method->name(), places);
  }
  if (field.name() == "incident" || field.name() == "accounts") {
    return field.name() == "incident" ? places.incident : places.account;
  }
  if (field.name() == "etag" || field.name() == "page_token") return "";
  if (field.name() == "code") return "419998";
  return field.name().find("password") != std::string::npos ? "a-password-of-a-test" : "x";
}

void Fill(const Rpc& rpc, Message& message, bool top, const Places& places);

void FillField(const Rpc& rpc, Message& message, const FieldDescriptor& field, bool top,
               const Places& places) {
  const auto& reflection = *message.GetReflection();
  const bool list = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = field.type() == FieldDescriptor::TYPE_BYTES
                                   ? std::string(field.name() == "resume_token" ? 0 : 32, 'b')
                                   : TextFor(rpc, field, top, places);
      if (list) return reflection.AddString(&message, &field, text);
      return reflection.SetString(&message, &field, text);
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      if (list)
        return reflection.AddEnumValue(&message, &field, field.enum_type()->value(1)->number());
      return reflection.SetEnumValue(&message, &field, field.enum_type()->value(1)->number());
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message& inner = list ? *reflection.AddMessage(&message, &field)
                            : *reflection.MutableMessage(&message, &field);
      if (IsTimestamp(field)) {
        static_cast<google::protobuf::Timestamp&>(inner).set_seconds(1772499600);
      } else {
        Fill(rpc, inner, false, places);
      }
      return;
    }
    default:
      return;  // numbers and flags stay unset: all of them are optional
  }
}

void Fill(const Rpc& rpc, Message& message, bool top, const Places& places) {
  const Descriptor& descriptor = *message.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    FillField(rpc, message, *descriptor.field(i), top, places);
  }
}

Message* Step(Message* message, const FieldDescriptor* field) {
  const auto& reflection = *message->GetReflection();
  if (!field->is_repeated()) return reflection.MutableMessage(message, field);
  if (reflection.FieldSize(*message, field) == 0) return reflection.AddMessage(message, field);
  return reflection.MutableRepeatedMessage(message, field, 0);
}

void Collect(const Descriptor& descriptor, const std::string& path,
             std::vector<const FieldDescriptor*> steps, std::vector<Leaf>* leaves) {
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    const std::string here = absl::StrCat(path, path.empty() ? "" : ".", field->name(),
                                          field->is_repeated() ? "[0]" : "");
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTimestamp(*field)) {
      std::vector<const FieldDescriptor*> further = steps;
      further.push_back(field);
      Collect(*field->message_type(), here, std::move(further), leaves);
      continue;
    }
    leaves->push_back({here, field, [steps](Message& request) {
                         Message* holder = &request;
                         for (const FieldDescriptor* step : steps) holder = Step(holder, step);
                         return holder;
                       }});
  }
}

}  // namespace

std::vector<Rpc> AllRpcs() {
  const std::pair<const google::protobuf::FileDescriptor*, const char*> files[] = {
      {v1::SignInRequest::descriptor()->file(), "incident"},
      {v1::GetIncidentRequest::descriptor()->file(), "incident"},
      {v1::GetProgressRequest::descriptor()->file(), "timeline"},
      {v1::GetRosterRequest::descriptor()->file(), "spokesperson"},
      {v1::EditReleaseRequest::descriptor()->file(), "broadcast"},
      {v1::WatchRequest::descriptor()->file(), "broadcast"}};
  std::vector<Rpc> rpcs;
  for (const auto& [file, desk] : files) {
    for (int i = 0; i < file->service_count(); ++i) {
      const auto& service = *file->service(i);
      for (int j = 0; j < service.method_count(); ++j) {
        rpcs.push_back({absl::StrCat("/", service.full_name(), "/", service.method(j)->name()),
                        desk, service.method(j)});
      }
    }
  }
  return rpcs;
}

std::unique_ptr<Message> SampleRequest(const Rpc& rpc, const Places& places) {
  std::unique_ptr<Message> request(
      MessageFactory::generated_factory()->GetPrototype(rpc.method->input_type())->New());
  Fill(rpc, *request, true, places);
  return request;
}

std::vector<Leaf> LeavesOf(const Rpc& rpc) {
  std::vector<Leaf> leaves;
  Collect(*rpc.method->input_type(), "", {}, &leaves);
  return leaves;
}

void SetText(const Leaf& leaf, Message& request, const std::string& text) {
  Message* holder = leaf.holder(request);
  const auto& reflection = *holder->GetReflection();
  if (!leaf.field->is_repeated()) return reflection.SetString(holder, leaf.field, text);
  reflection.ClearField(holder, leaf.field);
  reflection.AddString(holder, leaf.field, text);
}

}  // namespace clarion::testing
