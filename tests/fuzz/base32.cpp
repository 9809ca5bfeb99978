// Base32: every byte string comes back; a text that decodes is, letter for letter but for its size
// and the digits that people mistake, the one that encodes.
#include "text/base32.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry::text;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (base32_decode(base32_encode(bytes)) != bytes) std::abort();
  const auto decoded = base32_decode(bytes);
  if (!decoded) return 0;
  const auto again = base32_encode(*decoded);
  if (again.size() != bytes.size() || base32_decode(again) != decoded) std::abort();
  return 0;
}
