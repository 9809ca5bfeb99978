#include "base/secret.hpp"

#include <openssl/crypto.h>
#include <utility>

namespace postferry {

void wipe(std::string& text) noexcept {
  OPENSSL_cleanse(text.data(), text.capacity());
  text.clear();
}

Secret::Secret(std::string_view text) : text_(text) {}
Secret::Secret(const Secret& other) = default;
Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { wipe(other.text_); }
Secret& Secret::operator=(Secret other) noexcept {
  std::swap(text_, other.text_);
  return *this;
}
Secret::~Secret() { wipe(text_); }

}  // namespace postferry
