// The nouns of the command line. Each function declares its commands on the program, and nothing
// runs before all options are known.
#pragma once

#include "clients/cli/command.h"

namespace clarion::cli {

void AddLogin(CLI::App& program, Chosen& chosen);
void AddIncident(CLI::App& program, Chosen& chosen);
void AddAssign(CLI::App& program, Chosen& chosen);
void AddDeadline(CLI::App& program, Chosen& chosen);
void AddRelease(CLI::App& program, Chosen& chosen);
void AddConference(CLI::App& program, Chosen& chosen);
void AddEvidence(CLI::App& program, Chosen& chosen);
void AddReport(CLI::App& program, Chosen& chosen);
void AddSpeaker(CLI::App& program, Chosen& chosen);
void AddNotice(CLI::App& program, Chosen& chosen);
void AddWatch(CLI::App& program, Chosen& chosen);
void AddSheet(CLI::App& program, Chosen& chosen);
void AddRoster(CLI::App& program, Chosen& chosen);
void AddLeave(CLI::App& program, Chosen& chosen);
void AddRules(CLI::App& program, Chosen& chosen);
void AddRegion(CLI::App& program, Chosen& chosen);
void AddUser(CLI::App& program, Chosen& chosen);
void AddAudit(CLI::App& program, Chosen& chosen);
void AddClock(CLI::App& program, Chosen& chosen);
void AddContext(CLI::App& program, Chosen& chosen);
void AddDoctor(CLI::App& program, Chosen& chosen);
void AddDrill(CLI::App& program, Chosen& chosen);
void AddCompletion(CLI::App& program, Chosen& chosen);
void AddVersion(CLI::App& program, Chosen& chosen);

// The parts of nouns that have too many verbs for one file.
void AddIncidentRegister(CLI::App& noun, Chosen& chosen);
void AddIncidentActs(CLI::App& noun, Chosen& chosen);
void AddIncidentFile(CLI::App& noun, Chosen& chosen);
void AddIncidentHandover(CLI::App& noun, Chosen& chosen);
void AddIncidentFacts(CLI::App& noun, Chosen& chosen);
void AddIncidentReads(CLI::App& noun, Chosen& chosen);
void AddDeadlineSimulate(CLI::App& noun, Chosen& chosen);
void AddDeadlineWaive(CLI::App& noun, Chosen& chosen);
void AddUserTokens(CLI::App& noun, Chosen& chosen);
void AddRosterImport(CLI::App& noun, Chosen& chosen);

}  // namespace clarion::cli
