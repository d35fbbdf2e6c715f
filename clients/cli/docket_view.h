// A docket on the screen: one line in a list, the answer to an act, or the whole of it.
// Pure but for the stream written to.
#pragma once

#include <ostream>
#include <vector>

#include "clarion/v1/docket.pb.h"
#include "clients/cli/look.h"

namespace clarion::cli {

void PrintIncidentList(std::ostream& out, const Look& look, const std::vector<v1::Docket>& dockets);

// After an act: number, state and the clocks.
void PrintOutcome(std::ostream& out, const Look& look, const v1::Docket& docket);

// Facts, clocks, assignment, releases, conferences, reports, the file, next step. In CSV both this
// and the outcome are the incident's line of the list.
void PrintDocket(std::ostream& out, const Look& look, const v1::Docket& docket);

// The parts of it, the first two without their titles. Each prints nothing where there is nothing.
void PrintFactsSheet(std::ostream& out, const Look& look, const v1::Docket& docket,
                     bool every_version);
void PrintEvidence(std::ostream& out, const Look& look, const v1::Docket& docket);
// Waivers, late evidence, false report, referrals, notes.
void PrintFile(std::ostream& out, const Look& look, const v1::Docket& docket);

// A line `label  value`, left out when the value is empty; the title of a part, none in CSV.
void Line(std::ostream& out, const Look& look, const Word& word, const std::string& value);
void Heading(std::ostream& out, const Look& look, const Word& word);

void PrintObligations(std::ostream& out, const Look& look, const v1::Docket& docket);

// One obligation of one incident, for lists over many.
struct DueLine {
  const v1::Docket* docket;
  const v1::Obligation* obligation;
};
// The next due first; without `all` only those still owed.
std::vector<DueLine> DueLines(const std::vector<v1::Docket>& dockets, bool all);
void PrintDueLines(std::ostream& out, const Look& look, const std::vector<DueLine>& lines);

// 7 when one is breached, 8 when one is nearly due, else 0.
int CheckDueLines(const std::vector<DueLine>& lines);

// What the incident waits for, as a command to type; empty when for nothing.
std::string NextStep(const v1::Docket& docket);

}  // namespace clarion::cli
