// What to type after a failure: the advice for its reason, filled in for this run.
//
// What was perhaps done is to be repeated under its own request id; that goes before every advice.
// One thread.
#pragma once

#include <string>

#include "clarion/v1/docket.pb.h"
#include "clients/cli/session.h"
#include "clients/cpp/failure.h"

namespace clarion::cli {

// `incident`: the number the run was about; the failure's own goes before it.
std::string NextCommand(Session& session, const client::Failure& failure,
                        const std::string& incident);

// A context whose account has the role, other than the one that acts; `usual` when none is known.
std::string AnotherContext(Session& session, v1::Role role, const std::string& usual);

}  // namespace clarion::cli
