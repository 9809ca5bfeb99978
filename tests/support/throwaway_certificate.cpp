#include "tests/support/throwaway_certificate.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace postferry::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

Memory memory() { return {BIO_new(BIO_s_mem()), &BIO_free}; }

std::string contents(const Memory& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  if (extension == nullptr) throw std::runtime_error("bad extension " + value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate unsigned_certificate(const std::string& name, EVP_PKEY* key) {
  static long serial = 1;
  Certificate certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86400);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return certificate;
}

Identity to_identity(X509* certificate, EVP_PKEY* key) {
  Identity identity;
  const Memory pem = memory();
  PEM_write_bio_X509(pem.get(), certificate);
  identity.certificate_pem = contents(pem);
  const Memory der = memory();
  i2d_X509_bio(der.get(), certificate);
  identity.certificate_der = contents(der);
  const Memory key_text = memory();
  PEM_write_bio_PrivateKey(key_text.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  identity.key_pem = contents(key_text);
  return identity;
}

}  // namespace

Identity make_authority(const std::string& name) {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Certificate certificate = unsigned_certificate(name, key.get());
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  add_extension(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign");
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return to_identity(certificate.get(), key.get());
}

Identity make_certificate(const Identity& authority, const std::string& alternative_names) {
  const Memory key_text(BIO_new_mem_buf(authority.key_pem.data(), -1), &BIO_free);
  const Key issuer_key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr),
                       &EVP_PKEY_free);
  const Memory pem(BIO_new_mem_buf(authority.certificate_pem.data(), -1), &BIO_free);
  const Certificate issuer(PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr), &X509_free);
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Certificate certificate = unsigned_certificate("throwaway", key.get());
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
  add_extension(certificate.get(), issuer.get(), NID_subject_alt_name, alternative_names);
  X509_sign(certificate.get(), issuer_key.get(), EVP_sha256());
  return to_identity(certificate.get(), key.get());
}

std::string write_pem(const Identity& identity, const std::string& file_name) {
  const auto path = std::filesystem::temp_directory_path() /
                    (file_name + "." + std::to_string(::getpid()) + ".pem");
  std::ofstream(path) << identity.certificate_pem;
  return path.string();
}

}  // namespace postferry::test
