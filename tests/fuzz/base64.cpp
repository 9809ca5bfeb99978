// Base64: every byte string comes back; a text that decodes is the one that encodes.
#include "text/base64.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry::text;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (auto alphabet : {Base64Alphabet::standard, Base64Alphabet::mailbox}) {
    if (base64_decode(base64_encode(bytes, alphabet), alphabet) != bytes) std::abort();
    const auto decoded = base64_decode(bytes, alphabet);
    if (decoded && base64_encode(*decoded, alphabet) != bytes) std::abort();
  }
  return 0;
}
