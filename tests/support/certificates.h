// Certificates and the token key a deployment of tests needs, made by openssl once per program.
//
// A CA of our own signs one server certificate for `localhost` and 127.0.0.1; a second CA signed
// nothing, for tests of refusal. The folder is removed when the program ends. Thread-safe.
#pragma once

#include <string>

namespace clarion::support {

struct Certificates {
  std::string ca;        // PEM files, by path
  std::string other_ca;  // signed nothing
  std::string server;    // certificate of the services
  std::string server_key;
  std::string token_key;     // Ed25519, signs tokens
  std::string token_public;  // accepts them
};

const Certificates& TestCertificates();

}  // namespace clarion::support
