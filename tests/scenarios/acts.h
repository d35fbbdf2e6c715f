// From an act of a scenario to the commands it asks of the services, the same for every desk.
//
// Labels of a scenario (incidents, releases, evidence, `version` n of a text) stand for real names
// and hashes, which Labels learns from the dockets that come back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "clarion/v1/commands.pb.h"
#include "clarion/v1/docket.pb.h"
#include "tests/scenarios/scenario.h"

namespace clarion::scenarios {

// One command of an act.
struct Request {
  std::string paper;  // resource name of incident or roster; empty to register an incident
  v1::Command command;
  std::string text;  // beside a draft or an edit
};

class Labels {
 public:
  explicit Labels(const Given& given) : given_(given) {}

  // Resource name of an incident; of one that does not exist for a label never registered.
  std::string Incident(const std::string& label) const;
  // The incident a release belongs to; any for a label never drafted.
  std::string IncidentOfRelease(const std::string& label) const;
  // The incident a piece of late evidence belongs to; any for a label never recorded.
  std::string IncidentOfEvidence(const std::string& label) const;
  // Hash of the n-th text of a release; of no text when there is no n-th.
  std::string TextHash(const std::string& label, int version) const;

  // Takes in what a step that went well brought about.
  void Learn(const Step& step, const v1::Docket& docket);

 private:
  struct Text {
    std::string incident;
    std::vector<std::string> hashes;  // of version 1, 2, ...
  };

  std::string AnyIncident() const;

  const Given& given_;
  std::map<std::string, std::string> incidents_;
  std::map<std::string, Text> releases_;
  std::map<std::string, std::string> evidence_;
};

// A label as an id of the services: `[a-z0-9-]{1,32}`.
std::string IdOf(const std::string& label);

std::string Sha256(const std::string& bytes);

// Whether the act can be translated.
bool Supports(const std::string& act);

// The commands of a supported act, in order.
std::vector<Request> Translate(const Step& step, const Given& given, const Labels& labels);

}  // namespace clarion::scenarios
