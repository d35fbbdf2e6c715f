// What each kind of event does to a docket, one function per part of it. Total: an event about
// something the docket does not hold changes nothing.
#pragma once

#include <string>

#include "clarion/v1/docket.pb.h"
#include "clarion/v1/events.pb.h"

namespace clarion::core {

// Each is false when the event is none of its part.
bool FoldObligation(v1::Docket& docket, const v1::Event& event);
bool FoldAssignment(v1::Docket& docket, const v1::Event& event);
bool FoldRelease(v1::Docket& docket, const v1::Event& event);
bool FoldConference(v1::Docket& docket, const v1::Event& event);
bool FoldMerger(v1::Docket& docket, const v1::Event& event);

// The message of a repeated field with this id, or null.
template <typename Repeated>
auto FindMutable(Repeated* items, const std::string& id) -> decltype(&*items->begin()) {
  for (auto& item : *items) {
    if (item.id() == id) return &item;
  }
  return nullptr;
}

}  // namespace clarion::core
