#include "clients/cli/tls_probe.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace clarion::cli {
namespace {

template <class T, void (*Free)(T*)>
struct Freeing {
  void operator()(T* object) const { Free(object); }
};
using Context = std::unique_ptr<SSL_CTX, Freeing<SSL_CTX, SSL_CTX_free>>;
using Bio = std::unique_ptr<BIO, Freeing<BIO, BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freeing<X509, X509_free>>;

absl::Status Fault(const std::string& what) {
  char reason[160];
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  return absl::UnavailableError(absl::StrCat(what, ": ", reason));
}

// Certificates name hosts and addresses in different fields.
void ExpectHost(SSL* ssl, const std::string& host) {
  X509_VERIFY_PARAM* expected = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size());
    SSL_set_tlsext_host_name(ssl, host.c_str());
  }
}

}  // namespace

absl::StatusOr<TlsFacts> ProbeTls(const std::string& address, const std::string& ca_file,
                                  absl::Duration timeout) {
  ERR_clear_error();
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return absl::InvalidArgumentError("no host:port");
  const Context context(SSL_CTX_new(TLS_client_method()));
  if (SSL_CTX_load_verify_locations(context.get(), ca_file.c_str(), nullptr) != 1) {
    return Fault("cannot read the authority's file");
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  constexpr unsigned char kHttp2[] = {2, 'h', '2'};
  SSL_CTX_set_alpn_protos(context.get(), kHttp2, sizeof kHttp2);

  const Bio bio(BIO_new_ssl_connect(context.get()));
  SSL* ssl = nullptr;
  BIO_get_ssl(bio.get(), &ssl);
  ExpectHost(ssl, address.substr(0, colon));
  BIO_set_conn_hostname(bio.get(), address.c_str());
  BIO_set_nbio(bio.get(), 1);
  const absl::Time end = absl::Now() + timeout;
  while (BIO_do_handshake(bio.get()) != 1) {
    if (BIO_should_retry(bio.get()) == 0) return Fault("no TLS");
    if (absl::Now() > end) return absl::DeadlineExceededError("no TLS in time");
    BIO_wait(bio.get(), std::time(nullptr) + 1, 50);
  }
  const Certificate certificate(SSL_get1_peer_certificate(ssl));
  std::tm not_after{};
  if (certificate == nullptr ||
      ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &not_after) != 1) {
    return Fault("no certificate");
  }
  return TlsFacts{SSL_get_version(ssl), absl::FromTM(not_after, absl::UTCTimeZone())};
}

}  // namespace clarion::cli
