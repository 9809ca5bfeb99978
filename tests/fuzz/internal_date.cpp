// parse_internal_date: what it prints is the same instant in the same zone.
#include "imap/wire/internal_date.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry::imap;
  const auto date = parse_internal_date({reinterpret_cast<const char*>(data), size});
  if (!date) return 0;
  const std::string printed = print(*date);
  if (printed.size() != 26) std::abort();
  // A leap second at the very end of the calendar is clamped.
  if (printed.starts_with("31-Dec-9999 23:59:59")) return 0;
  if (parse_internal_date(printed) != *date) std::abort();
  return 0;
}
