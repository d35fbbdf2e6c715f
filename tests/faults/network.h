// A network namespace of one run in which Redis lives, joined to the others by a pair of virtual
// interfaces that faults cut and make lossy.
//
// Needs root, `ip` and `nft`. Removed with the object. One thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace clarion::faults {

class Network {
 public:
  static absl::StatusOr<std::unique_ptr<Network>> Make();
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // Words before a command that is to run inside.
  std::vector<std::string> Inside() const { return {"/usr/sbin/ip", "netns", "exec", name_}; }
  // Redis' address as the desks see it.
  const std::string& address() const { return address_; }

  absl::Status Cut();  // the link is down
  absl::Status Join();
  // Drops what comes from the desks, or what goes to them.
  absl::Status DropRequests();
  absl::Status DropAnswers();
  // Drops some of what comes from the desks.
  absl::Status DropSome(int percent);
  absl::Status DropNothing();

 private:
  Network(std::string name, std::string outer, std::string address)
      : name_(std::move(name)), outer_(std::move(outer)), address_(std::move(address)) {}

  const std::string name_;   // of the namespace
  const std::string outer_;  // interface on the desks' side
  const std::string address_;
};

// Why there can be no network namespace here; empty when there can.
std::string NoNetwork();

}  // namespace clarion::faults
