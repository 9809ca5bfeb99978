// The items of an intent as one value of bytes: short, because it is written and erased with every
// batch.
//
//   items = count *( id-size id instant zone size )
//
// All numbers are LEB128; instant and zone zigzag. Any bytes may be given to unpack().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/records.hpp"

namespace postferry::storage {

std::string pack(const std::vector<IntendedItem>& items);
// Error state_broken when the bytes are no whole list.
Result<std::vector<IntendedItem>> unpack(std::string_view bytes);

}  // namespace postferry::storage
