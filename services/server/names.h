// Resource names: `regions/410726/incidents/410726-20261123-0007/releases/r1` and its kin.
//
// A name says where a thing lies (the region gives the shard), so it is read strictly: exact
// segments, a region of six digits, ids of `[A-Za-z0-9_-]{1,64}` (releases `[a-z0-9-]{1,32}`,
// accounts
// `[a-z0-9_.-]{1,64}`). A fault is FIELD_INVALID and names the field. Pure.
#pragma once

#include <initializer_list>
#include <string>

#include "absl/status/statusor.h"

namespace clarion::server {

enum class NameKind { kRegion, kRoster, kAccount, kIncident, kRelease, kConference, kObligation };

struct ResourceName {
  NameKind kind = NameKind::kRegion;
  std::string region;    // six digits
  std::string incident;  // id; set for an incident and what lies in it
  std::string id;        // id of the account, release, conference or obligation
};

// The name in `field` if it is of one of `kinds`.
absl::StatusOr<ResourceName> ParseName(const std::string& field, const std::string& name,
                                       std::initializer_list<NameKind> kinds);

// The region of a name of any kind: what a call is authorised on before its handler looks closer.
absl::StatusOr<std::string> RegionOf(const std::string& field, const std::string& name);

// The region of a name that was read before.
std::string RegionIn(const std::string& name);

std::string FormatName(const ResourceName& name);
std::string RegionName(const std::string& region);
std::string RosterName(const std::string& region);
std::string AccountName(const std::string& region, const std::string& account);
std::string IncidentName(const std::string& region, const std::string& incident);

}  // namespace clarion::server
