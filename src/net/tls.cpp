// The TLS handshake (RFC 8446, RFC 5246) and the verdict on the server's certificate.
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/verify_context.hpp>

#include "net/certificate_digest.hpp"
#include "net/socket_stream.hpp"

namespace postferry::net {
namespace {

namespace ssl = boost::asio::ssl;

// What the verification saw, so that a failed handshake can be explained.
struct Verdict {
  std::optional<Sha256Digest> certificate;
  int problem = X509_V_OK;
};

ssl::context client_context(const NetworkPolicy& policy) {
  ssl::context context(ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION);
  context.set_verify_mode(ssl::verify_peer);
  if (policy.fingerprint) return context;
  boost::system::error_code problem;
  if (policy.ca_file.empty()) {
    context.set_default_verify_paths(problem);
  } else {
    context.load_verify_file(policy.ca_file, problem);
    if (problem)
      throw Failure(Error{.code = ErrorCode::file_unreadable,
                          .text = "No certificates (PEM) could be read: " + problem.message(),
                          .where = policy.ca_file,
                          .scope = Scope::run});
  }
  return context;
}

enum class NameCheck : std::uint8_t { wanted, left_to_the_pin };

void expect_name(SSL* handle, const std::string& host, NameCheck check) {
  boost::system::error_code not_numeric;
  boost::asio::ip::make_address(host, not_numeric);
  // SNI carries names only (RFC 6066 section 3).
  if (not_numeric) SSL_set_tlsext_host_name(handle, host.c_str());
  if (check == NameCheck::left_to_the_pin) return;
  if (!not_numeric) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host.c_str());
    return;
  }
  SSL_set_hostflags(handle, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  SSL_set1_host(handle, host.c_str());
}

[[noreturn]] void explain_handshake(const Verdict& verdict, const Endpoint& endpoint,
                                    const boost::system::error_code& problem) {
  const std::string seen = verdict.certificate ? " Its SHA-256 fingerprint is " +
                                                     fingerprint_text(*verdict.certificate) + "."
                                               : "";
  if (verdict.problem == X509_V_ERR_HOSTNAME_MISMATCH ||
      verdict.problem == X509_V_ERR_IP_ADDRESS_MISMATCH)
    fail(ErrorCode::certificate_wrong_name,
         "The certificate does not name " + endpoint.host + "." + seen, Retry::never);
  if (verdict.problem != X509_V_OK)
    fail(
        ErrorCode::certificate_untrusted,
        std::string("OpenSSL says: ") + X509_verify_cert_error_string(verdict.problem) + "." + seen,
        Retry::never);
  if (ERR_GET_REASON(static_cast<unsigned long>(problem.value())) == SSL_R_WRONG_VERSION_NUMBER)
    fail(ErrorCode::tls_failed, "What answers at this port speaks in the clear, not TLS.",
         Retry::later);
  fail(ErrorCode::tls_failed, "The TLS handshake failed: " + problem.message() + ".", Retry::later);
}

void check_pin(const NetworkPolicy& policy, const std::optional<Sha256Digest>& certificate) {
  if (!policy.fingerprint || (certificate && *certificate == *policy.fingerprint)) return;
  fail(ErrorCode::fingerprint_mismatch,
       "Pinned " + fingerprint_text(*policy.fingerprint) + ", seen " +
           (certificate ? fingerprint_text(*certificate) : "no certificate") + ".",
       Retry::never);
}

}  // namespace

Task<std::unique_ptr<Stream>> tls_handshake(tcp::socket socket, std::string address,
                                            Endpoint endpoint, NetworkPolicy policy,
                                            Deadline deadline) {
  ssl::context context = client_context(policy);
  TlsLayer layer(std::move(socket), context);
  const bool pinned = policy.fingerprint.has_value();
  expect_name(layer.native_handle(), endpoint.host,
              pinned ? NameCheck::left_to_the_pin : NameCheck::wanted);
  Verdict verdict;
  layer.set_verify_callback([&verdict, pinned](bool trusted, ssl::verify_context& check) {
    X509_STORE_CTX* const store = check.native_handle();
    if (!verdict.certificate)
      verdict.certificate = certificate_digest(X509_STORE_CTX_get0_cert(store));
    if (!trusted && verdict.problem == X509_V_OK) verdict.problem = X509_STORE_CTX_get_error(store);
    return trusted || pinned;
  });
  {
    DeadlineTimer timer(layer.get_executor(), [&layer](Direction) {
      boost::system::error_code ignored;
      layer.lowest_layer().close(ignored);
    });
    const Watched watched(timer, Direction::reading, deadline);
    const auto [problem] = co_await layer.async_handshake(TlsLayer::client, as_result);
    if (timer.expired()) fail(ErrorCode::timed_out, "The TLS handshake was not done in time.");
    if (problem == boost::asio::error::operation_aborted)
      fail(ErrorCode::interrupted, "Stopped during the TLS handshake.");
    if (problem) explain_handshake(verdict, endpoint, problem);
  }
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      SSL_get1_peer_certificate(layer.native_handle()), &X509_free);
  const auto seen = certificate_digest(certificate.get());
  check_pin(policy, seen);
  layer.set_verify_callback([](bool trusted, ssl::verify_context&) { return trusted; });
  co_return std::make_unique<TlsStream>(std::move(layer), std::move(address), seen);
}

}  // namespace postferry::net
