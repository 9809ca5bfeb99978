#include "net/curl_trust.hpp"

#include <filesystem>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "base/error.hpp"
#include "net/certificate_digest.hpp"

namespace postferry::net {
namespace {

// In place of the check of the chain: nothing but the pin counts.
int matches_pin(X509_STORE_CTX* store, void* argument) {
  auto& transfer = *static_cast<Transfer*>(argument);
  const auto seen = certificate_digest(X509_STORE_CTX_get0_cert(store));
  if (seen && *seen == *transfer.pin) return 1;
  transfer.wrong_pin = "Pinned " + fingerprint_text(*transfer.pin) + ", seen " +
                       (seen ? fingerprint_text(*seen) : "no certificate") + ".";
  X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
  return 0;
}

CURLcode demand_pin(CURL*, void* context, void* transfer) {
  SSL_CTX_set_cert_verify_callback(static_cast<SSL_CTX*>(context), &matches_pin, transfer);
  return CURLE_OK;
}

}  // namespace

void hold_to(Transfer& transfer, const NetworkPolicy& policy) {
  CURL* const easy = transfer.easy();
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, policy.fingerprint ? 0L : 2L);
  transfer.hold(policy.addresses);
  if (policy.fingerprint) {
    transfer.pin = policy.fingerprint;
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &demand_pin);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, &transfer);
    return;
  }
  if (policy.ca_file.empty()) return;
  if (!std::filesystem::is_regular_file(policy.ca_file))
    throw Failure(Error{.code = ErrorCode::file_unreadable,
                        .text = "No certificates (PEM) could be read.",
                        .where = policy.ca_file,
                        .scope = Scope::run});
  curl_easy_setopt(easy, CURLOPT_CAINFO, policy.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
}

}  // namespace postferry::net
