#include "engine/batch_queue.hpp"

#include <gtest/gtest.h>

namespace postferry::engine {
namespace {

std::shared_ptr<const CopiedFolder> a_folder(std::string_view name) {
  auto folder = std::make_shared<CopiedFolder>();
  folder->source.path = mail::FolderPath::parse(name).value();
  return folder;
}

PlacementList items(int count, std::uint64_t size_bytes = 1) {
  PlacementList made;
  for (int i = 0; i < count; ++i) {
    mail::Placement placement;
    placement.id = mail::ItemId(std::to_string(i));
    placement.size_bytes = size_bytes;
    made.add(placement);
  }
  return made;
}

TEST(BatchQueue, gives_a_folder_out_in_its_order) {
  BatchQueue queue(4, 1000, Sharing::one_lane_a_folder);
  queue.add(a_folder("A"), items(10));
  std::vector<std::size_t> sizes;
  int next = 0;
  while (const auto batch = queue.take(0)) {
    sizes.push_back(batch->items.size());
    for (const auto& item : batch->items) EXPECT_EQ(item.id.bytes(), std::to_string(next++));
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{4, 4, 2}));
  EXPECT_TRUE(queue.empty());
}

TEST(BatchQueue, cuts_by_bytes_and_never_gives_an_empty_batch) {
  BatchQueue queue(100, 10, Sharing::one_lane_a_folder);
  queue.add(a_folder("A"), items(3, 5));
  queue.add(a_folder("B"), items(2, 500));
  EXPECT_EQ(queue.take(0)->items.size(), 2U);
  EXPECT_EQ(queue.take(0)->items.size(), 1U);
  EXPECT_EQ(queue.take(0)->items.size(), 1U);
  EXPECT_EQ(queue.take(0)->items.size(), 1U);
  EXPECT_FALSE(queue.take(0));
}

TEST(BatchQueue, a_folder_belongs_to_one_lane) {
  BatchQueue queue(1, 100, Sharing::one_lane_a_folder);
  const auto a = a_folder("A");
  const auto b = a_folder("B");
  queue.add(a, items(3));
  queue.add(b, items(3));
  EXPECT_EQ(queue.useful_lanes(4), 2U);
  EXPECT_EQ(queue.take(0)->folder, a);
  EXPECT_EQ(queue.take(1)->folder, b);
  EXPECT_FALSE(queue.take(2));
  EXPECT_EQ(queue.take(0)->folder, a);
  EXPECT_EQ(queue.take(0)->folder, a);
  EXPECT_FALSE(queue.take(0));
  EXPECT_EQ(queue.take(1)->folder, b);
}

TEST(BatchQueue, the_largest_folder_goes_first) {
  BatchQueue queue(100, 1 << 20, Sharing::one_lane_a_folder);
  const auto a = a_folder("A");
  const auto b = a_folder("B");
  const auto c = a_folder("C");
  queue.add(a, items(3));
  queue.add(b, items(7));
  queue.add(c, items(2, 1 << 20));
  EXPECT_EQ(queue.take(0)->folder, c);
  EXPECT_EQ(queue.take(0)->folder, c);
  EXPECT_EQ(queue.take(1)->folder, b);
  EXPECT_EQ(queue.take(2)->folder, a);
}

TEST(BatchQueue, a_lane_that_shortens_nothing_is_not_useful) {
  const auto lanes_for = [](std::initializer_list<int> sizes, std::size_t most) {
    BatchQueue queue(100, 1 << 20, Sharing::one_lane_a_folder);
    for (const int size : sizes) queue.add(a_folder("A"), items(size));
    return queue.useful_lanes(most);
  };
  EXPECT_EQ(lanes_for({100, 100, 100, 100, 100}, 4), 3U);
  EXPECT_EQ(lanes_for({100, 100, 100, 100, 100}, 5), 5U);
  EXPECT_EQ(lanes_for({100, 100, 100, 100}, 4), 4U);
  EXPECT_EQ(lanes_for({1000, 10, 10, 10, 10}, 4), 1U);
  EXPECT_EQ(lanes_for({1000, 500, 500}, 4), 2U);
  EXPECT_EQ(lanes_for({1000}, 4), 1U);
  EXPECT_EQ(lanes_for({}, 4), 1U);
}

TEST(BatchQueue, idle_lanes_help_where_appends_come_one_by_one) {
  BatchQueue queue(2, 100, Sharing::many_lanes_a_folder);
  const auto a = a_folder("A");
  queue.add(a, items(7));
  EXPECT_EQ(queue.useful_lanes(8), 4U);
  EXPECT_EQ(queue.useful_lanes(3), 3U);
  EXPECT_EQ(queue.take(0)->items.front().id.bytes(), "0");
  EXPECT_EQ(queue.take(1)->items.front().id.bytes(), "2");
  EXPECT_EQ(queue.take(2)->items.front().id.bytes(), "4");
}

TEST(BatchQueue, a_folder_without_items_is_none) {
  BatchQueue queue(2, 100, Sharing::many_lanes_a_folder);
  queue.add(a_folder("A"), {});
  EXPECT_TRUE(queue.empty());
  EXPECT_FALSE(queue.take(0));
}

}  // namespace
}  // namespace postferry::engine
