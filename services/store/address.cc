#include "services/store/address.h"

#include <arpa/inet.h>

#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace clarion::store {
namespace {

bool Is6(const std::string& host) { return host.find(':') != std::string::npos; }

}  // namespace

bool IsAddress(const Address& address) {
  std::array<unsigned char, sizeof(in6_addr)> bytes;
  return address.port >= 1 && address.port <= 65535 &&
         inet_pton(Is6(address.host) ? AF_INET6 : AF_INET, address.host.c_str(), bytes.data()) == 1;
}

std::optional<Address> ReadAddress(const std::string& text) {
  const size_t colon = text.rfind(':');
  Address address;
  if (colon == std::string::npos || !absl::SimpleAtoi(text.substr(colon + 1), &address.port)) {
    return std::nullopt;
  }
  address.host = text.substr(0, colon);
  if (address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']') {
    address.host = address.host.substr(1, address.host.size() - 2);
    if (!Is6(address.host)) return std::nullopt;
  } else if (Is6(address.host)) {
    return std::nullopt;  // which colon is the port's?
  }
  if (!IsAddress(address)) return std::nullopt;
  return address;
}

std::string ShowAddress(const Address& address) {
  return Is6(address.host) ? absl::StrCat("[", address.host, "]:", address.port)
                           : absl::StrCat(address.host, ":", address.port);
}

}  // namespace clarion::store
