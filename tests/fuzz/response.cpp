// parse_response: any line; what it prints parses to the same value.
#include "imap/wire/response.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry::imap;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  (void)parse_fetch_head(line);
  const auto response = parse_response(line);
  if (!response) return 0;
  // A search result may name four thousand million messages in ten bytes.
  if (const auto* found = std::get_if<SearchResponse>(&*response)) {
    if (found->numbers.count() > 100'000) return 0;
  }
  const auto again = parse_response(print(*response));
  if (!again || *again != *response) std::abort();
  return 0;
}
