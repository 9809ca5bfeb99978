// The items of an intent: whatever is unpacked is packed to bytes that unpack to the same.
#include "storage/intended_items.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry::storage;
  const auto items = unpack({reinterpret_cast<const char*>(data), size});
  if (!items) return 0;
  const auto again = unpack(pack(*items));
  const auto same = [](const IntendedItem& left, const IntendedItem& right) {
    return left.source == right.source && left.received == right.received &&
           left.received.zone == right.received.zone && left.size_bytes == right.size_bytes;
  };
  if (!again || !std::ranges::equal(*items, *again, same)) std::abort();
  return 0;
}
