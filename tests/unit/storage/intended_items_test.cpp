// The items of an intent: what is packed is unpacked, and nothing else is.
#include "storage/intended_items.hpp"

#include <gtest/gtest.h>

namespace postferry::storage {
namespace {

std::vector<IntendedItem> some_items() {
  const auto item = [](std::string id, std::int64_t instant, int zone, std::uint64_t size) {
    return IntendedItem{.source = mail::ItemId(std::move(id)),
                        .received = {.instant = Instant(std::chrono::seconds(instant)),
                                     .zone = std::chrono::minutes(zone)},
                        .size_bytes = size};
  };
  return {item("1", 1'700'000'000, 120, 4096), item(std::string("\0\xff", 2), -1, -720, 0),
          item("", 0, 0, 1), item(std::string(300, 'x'), 253'402'300'799, 840, ~0ULL)};
}

TEST(IntendedItemsTest, UnpacksWhatItPacked) {
  const auto items = some_items();
  const auto found = unpack(pack(items)).value();
  ASSERT_EQ(found.size(), items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(found[i].source, items[i].source);
    EXPECT_EQ(found[i].received, items[i].received);
    EXPECT_EQ(found[i].received.zone, items[i].received.zone);
    EXPECT_EQ(found[i].size_bytes, items[i].size_bytes);
  }
  EXPECT_TRUE(unpack(pack({})).value().empty());
}

TEST(IntendedItemsTest, RefusesEveryPartOfAList) {
  const auto bytes = pack(some_items());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto part = unpack(std::string_view(bytes).substr(0, size));
    ASSERT_FALSE(part) << size;
    EXPECT_EQ(part.error().code, ErrorCode::state_broken);
  }
  EXPECT_FALSE(unpack(bytes + "x"));
}

TEST(IntendedItemsTest, RefusesAbsurdNumbers) {
  EXPECT_FALSE(unpack("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));           // items
  EXPECT_FALSE(unpack("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));       // id size
  EXPECT_FALSE(unpack("\x01\x01x\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));  // instant
  EXPECT_FALSE(unpack("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"));           // beyond 64 bits
  EXPECT_FALSE(unpack("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"));   // endless
}

}  // namespace
}  // namespace postferry::storage
