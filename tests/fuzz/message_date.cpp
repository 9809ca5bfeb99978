#include "text/message_date.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto date =
      postferry::text::parse_message_date({reinterpret_cast<const char*>(data), size});
  // A date that is given is one of a calendar, in a zone of the earth.
  if (date && (date->zone >= std::chrono::hours(24) || date->zone <= std::chrono::hours(-24)))
    std::abort();
  return 0;
}
