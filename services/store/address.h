// `address:port` of a node, the address in figures: `10.0.0.1:6379`, `[fd00::1]:6379`.
//
// No names: looking one up may take seconds, just when a node has failed. Pure.
#pragma once

#include <optional>
#include <string>

namespace clarion::store {

struct Address {
  std::string host;
  int port = 0;

  bool operator==(const Address& other) const { return host == other.host && port == other.port; }
};

// None when it is not such a text.
std::optional<Address> ReadAddress(const std::string& text);
// An address in figures and a port of 1 to 65535.
bool IsAddress(const Address& address);
std::string ShowAddress(const Address& address);

}  // namespace clarion::store
