// The history in words: what each event says to a person. Pure; thread-safe.
#pragma once

#include <ostream>
#include <string>

#include "clarion/v1/events.pb.h"
#include "clients/cli/look.h"

namespace clarion::cli {

// One line; an event newer than this program says so rather than nothing.
std::string EventInWords(const Look& look, const v1::Event& event);

// The person and the role; the services alone by their role.
std::string ActorInWords(const Look& look, const v1::Actor& actor);

// The history as a table, a row for each event: for CSV.
Table HistoryTable(const Look& look);
void AddRecord(const Look& look, const v1::Record& record, Table& table);

// Version, instant and actor, then a line for each event.
void PrintRecord(std::ostream& out, const Look& look, const v1::Record& record);

}  // namespace clarion::cli
