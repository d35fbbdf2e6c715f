// A request for every RPC of the contract, filled by its descriptor: every field is set to
// something well formed. And the leaves of a request: every field that holds a value, by its path,
// so that a test can spoil one at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace clarion::testing {

// What names in the requests point at.
struct Places {
  std::string region;    // `regions/419999`
  std::string incident;  // of that region
  std::string account;
};

struct Rpc {
  std::string path;  // `/clarion.v1.IncidentService/GetIncident`
  std::string desk;  // process that serves it
  const google::protobuf::MethodDescriptor* method;
};

// Every RPC of the contract.
std::vector<Rpc> AllRpcs();

std::unique_ptr<google::protobuf::Message> SampleRequest(const Rpc& rpc, const Places& places);

struct Leaf {
  std::string path;  // `incident.localities[0]`
  const google::protobuf::FieldDescriptor* field;
  // The message of a request that holds the field; makes it where it is not set.
  std::function<google::protobuf::Message*(google::protobuf::Message&)> holder;
};

// Timestamps are leaves: their holder is the message that has them.
std::vector<Leaf> LeavesOf(const Rpc& rpc);

void SetText(const Leaf& leaf, google::protobuf::Message& request, const std::string& text);

}  // namespace clarion::testing
