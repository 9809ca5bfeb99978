// SHA-256 over a stream of bytes (FIPS 180-4), the digest by which contents are compared.
//
// Used by the transfer while bytes pass, by verify, and for certificate pins. One object a
// stream; not for sharing between threads.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

struct evp_md_ctx_st;

namespace postferry {

using Sha256Digest = std::array<unsigned char, 32>;

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  // The digest of all bytes since construction or the last finish(); starts anew.
  Sha256Digest finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

Sha256Digest sha256(std::string_view bytes);

}  // namespace postferry
