#include "engine/placement_list.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace postferry::engine {
namespace {

using namespace std::chrono_literals;

mail::Placement placement(int number) {
  mail::Placement made;
  made.id = mail::ItemId(std::to_string(number));
  made.version = static_cast<std::uint64_t>(number) * 1000;
  made.flags.set(number % 2 == 0 ? mail::SystemFlag::seen : mail::SystemFlag::flagged);
  if (number % 3 == 0) made.flags.add_keyword("$Forwarded");
  made.received = {Instant(std::chrono::seconds(number * 1'000'000LL)), number * -30min};
  made.size_bytes = static_cast<std::uint64_t>(number) << number;
  made.content_id = number % 4 == 0 ? "M" + std::string(200, 'x') : "";
  return made;
}

PlacementList list(int count) {
  PlacementList made;
  for (int i = 0; i < count; ++i) made.add(placement(i));
  return made;
}

std::vector<std::string> ids(const PlacementList& list) {
  std::vector<std::string> result;
  for (const auto& item : list) result.emplace_back(item.id.bytes());
  return result;
}

TEST(PlacementList, gives_back_what_was_added) {
  const auto made = list(30);
  ASSERT_EQ(made.size(), 30U);
  int number = 0;
  for (const auto& item : made) {
    const auto expected = placement(number++);
    EXPECT_EQ(item.id, expected.id);
    EXPECT_EQ(item.version, expected.version);
    EXPECT_EQ(item.flags, expected.flags);
    EXPECT_EQ(item.received, expected.received);
    EXPECT_EQ(item.received.zone, expected.received.zone);
    EXPECT_EQ(item.size_bytes, expected.size_bytes);
    EXPECT_EQ(item.content_id, expected.content_id);
  }
  EXPECT_EQ(number, 30);
}

TEST(PlacementList, keeps_the_largest_and_the_oldest) {
  mail::Placement odd;
  odd.id = mail::ItemId(std::string("\0id", 3));
  odd.version = ~std::uint64_t{0};
  odd.size_bytes = ~std::uint64_t{0};
  odd.received = {Instant(std::chrono::seconds(-62'135'596'800)), -720min};
  PlacementList made;
  made.add(odd);
  const auto back = *made.begin();
  EXPECT_EQ(back.id, odd.id);
  EXPECT_EQ(back.version, odd.version);
  EXPECT_EQ(back.size_bytes, odd.size_bytes);
  EXPECT_EQ(back.received, odd.received);
  EXPECT_EQ(back.received.zone, -720min);
}

TEST(PlacementList, counts_messages_and_bytes_as_they_go) {
  PlacementList made;
  EXPECT_TRUE(made.empty());
  made.add(placement(2));
  made.add(placement(3));
  EXPECT_EQ(made.message_bytes(), (2U << 2) + (3U << 3));
  made.drop_first();
  EXPECT_EQ(made.size(), 1U);
  EXPECT_EQ(made.message_bytes(), 3U << 3);
  EXPECT_EQ(ids(made), std::vector<std::string>{"3"});
  made.drop_first();
  EXPECT_TRUE(made.empty());
  EXPECT_TRUE(made.begin() == made.end());
}

TEST(PlacementList, takes_out_in_one_pass_also_after_the_first_have_gone) {
  auto made = list(6);
  made.drop_first();
  made.remove_if([](const auto& item) { return item.id.bytes() == "3"; });
  EXPECT_EQ(ids(made), (std::vector<std::string>{"1", "2", "4", "5"}));
  EXPECT_EQ(made.size(), 4U);
  made.add(placement(9));
  EXPECT_EQ(ids(made).back(), "9");
}

TEST(PlacementList, tells_apart_more_combinations_of_flags_than_it_compares) {
  PlacementList made;
  for (int i = 0; i < 200; ++i) {
    mail::Placement item;
    item.flags.add_keyword("k" + std::to_string(i % 100));
    made.add(item);
  }
  int number = 0;
  for (const auto& item : made)
    EXPECT_TRUE(item.flags.has_keyword("k" + std::to_string(number++ % 100)));
}

}  // namespace
}  // namespace postferry::engine
