// Events and notices in words, as tests write them.
#pragma once

#include <string>

#include "clarion/v1/events.pb.h"

namespace clarion::testing {

// The name of the event and what it is about: `speaker_assigned o-exec`, `obligation_met
// PUBLIC_RESPONSE-1 late`.
std::string EventInWords(const v1::Event& event);

// `BREACHED AUTHORITATIVE_INFO-1 -> DUTY, OFFICE_DIRECTOR, COUNTY_LEADER`.
std::string NoticeInWords(const v1::NoticeDecided& notice);

}  // namespace clarion::testing
