#include "tests/support/certificates.h"

#include <cstdio>
#include <vector>

#include "services/core/check.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace clarion::support {
namespace {

void OpenSsl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "/usr/bin/openssl");
  const auto output = RunToEnd(arguments, absl::Seconds(30));
  if (!output.ok()) std::fprintf(stderr, "%s\n", output.status().ToString().c_str());
  CLARION_CHECK(output.ok());
}

void MakeAuthority(const std::string& key, const std::string& certificate,
                   const std::string& name) {
  OpenSsl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
           "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=" + name});
}

Certificates Make(const std::string& folder) {
  Certificates made = {folder + "/ca.pem",     folder + "/other_ca.pem", folder + "/server.pem",
                       folder + "/server.key", folder + "/token.key",    folder + "/token.pem"};
  const std::string ca_key = folder + "/ca.key";
  MakeAuthority(ca_key, made.ca, "Clarion test CA");
  MakeAuthority(folder + "/other_ca.key", made.other_ca, "Another CA");
  const std::string request = folder + "/server.csr";
  OpenSsl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
           made.server_key, "-out", request, "-subj", "/CN=localhost"});
  const std::string extensions = folder + "/server.ext";
  WriteFile(extensions, "subjectAltName = DNS:localhost, IP:127.0.0.1\n");
  OpenSsl({"x509", "-req", "-in", request, "-CA", made.ca, "-CAkey", ca_key, "-CAcreateserial",
           "-out", made.server, "-days", "2", "-extfile", extensions});
  OpenSsl({"genpkey", "-algorithm", "ed25519", "-out", made.token_key});
  OpenSsl({"pkey", "-in", made.token_key, "-pubout", "-out", made.token_public});
  return made;
}

}  // namespace

const Certificates& TestCertificates() {
  static const TempDir folder;
  static const Certificates made = Make(folder.path());
  return made;
}

}  // namespace clarion::support
