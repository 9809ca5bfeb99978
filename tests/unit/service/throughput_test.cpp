#include "service/throughput.hpp"

#include <gtest/gtest.h>

namespace postferry::service {
namespace {

class ThroughputTest : public testing::Test {
 protected:
  void run_stands_at(const std::string& id, const std::string& customer, std::uint64_t messages) {
    LiveProgress live{.customer = customer, .progress = {}, .doing = {}};
    live.progress.messages_done = messages;
    live.progress.bytes_done = messages * 1000;
    board.set(id, live);
  }
  void pass() { throughput.note(board, now += Throughput::step); }

  LiveBoard board;
  Throughput throughput;
  Instant now{std::chrono::seconds(1'795'000'000)};
};

TEST_F(ThroughputTest, CountsWhatWasDoneBetweenTwoLooks) {
  run_stands_at("M1", "C1", 100);
  pass();
  run_stands_at("M1", "C1", 160);
  pass();
  const auto points = throughput.of("C1");
  ASSERT_EQ(points.size(), 2u);
  EXPECT_DOUBLE_EQ(points[0].messages_per_second, 0);
  EXPECT_DOUBLE_EQ(points[1].messages_per_second, 2);
  EXPECT_DOUBLE_EQ(points[1].bytes_per_second, 2000);
  EXPECT_EQ(points[1].at, now);
  EXPECT_EQ(throughput.messages(), 60u);
}

TEST_F(ThroughputTest, ShowsEachCustomerItsOwn) {
  run_stands_at("M1", "C1", 0);
  run_stands_at("M2", "C2", 0);
  pass();
  run_stands_at("M1", "C1", 30);
  run_stands_at("M2", "C2", 60);
  pass();
  EXPECT_DOUBLE_EQ(throughput.of("C1")[1].messages_per_second, 1);
  EXPECT_DOUBLE_EQ(throughput.of("C2")[1].messages_per_second, 2);
  EXPECT_DOUBLE_EQ(throughput.of("")[1].messages_per_second, 3);
  EXPECT_DOUBLE_EQ(throughput.of("C3")[1].messages_per_second, 0);
}

TEST_F(ThroughputTest, TakesASmallerNumberForANewRun) {
  run_stands_at("M1", "C1", 500);
  pass();
  run_stands_at("M1", "C1", 15);
  pass();
  EXPECT_DOUBLE_EQ(throughput.of("C1")[1].messages_per_second, 0.5);
}

TEST_F(ThroughputTest, KeepsTheLastHour) {
  for (std::size_t step = 0; step < Throughput::most_points + 5; ++step) pass();
  EXPECT_EQ(throughput.of("").size(), Throughput::most_points);
}

}  // namespace
}  // namespace postferry::service
