// Range and forwarded addresses: whatever the bytes, a range lies within its file,
// and who is no proxy is never believed.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/byte_range.hpp"
#include "net/forwarded.hpp"

using namespace postferry::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const std::uint64_t length : {0ull, 1ull, 1000ull, 0xffffffffffffffffull}) {
    const auto wished = wished_range(bytes, length);
    if (wished.wish != RangeWish::part) continue;
    const auto& [first, count] = wished.range;
    if (count == 0 || first >= length || count > length - first) std::abort();
  }
  std::string line(bytes);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  const HttpFields headers{{"X-Forwarded-For", line}, {"X-Forwarded-Proto", line}};
  const std::vector<AddressRange> proxies{*AddressRange::parse("10.0.0.0/8")};
  const Client stranger{.address = "192.0.2.7"};
  if (client_of(stranger, headers, proxies) != stranger) std::abort();
  const auto client = client_of({.address = "10.0.0.1"}, headers, proxies);
  if (!parse_address(client.address)) std::abort();
  return 0;
}
