// LockOut: free tries, then pauses that grow; by person and by address; forgotten in time.
#include "service/lock_out.hpp"

#include <gtest/gtest.h>

#include "tests/support/manual_clock.hpp"

namespace postferry::service {
namespace {

using namespace std::chrono_literals;

constexpr auto jana = "jana@nordlicht.example";
constexpr auto here = "192.0.2.7";

class LockOutTest : public testing::Test {
 protected:
  void be_wrong(int times, const std::string& person = jana, const std::string& peer = here) {
    for (int time = 0; time < times; ++time) ASSERT_TRUE(lock_out.begin(person, peer).allowed);
  }

  test::ManualClock clock;
  LockOut lock_out{clock.clock()};
};

TEST_F(LockOutTest, CountsDownTheFreeTries) {
  for (const int left : {4, 3, 2, 1, 0}) {
    const auto attempt = lock_out.begin(jana, here);
    EXPECT_TRUE(attempt.allowed);
    EXPECT_EQ(attempt.left, left);
  }
  const auto refused = lock_out.begin(jana, here);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.wait, 5min);
}

TEST_F(LockOutTest, WaitsTwiceAsLongEachTimeUpToAnHour) {
  be_wrong(5);
  for (const auto pause : {5min, 10min, 20min, 40min, 60min, 60min}) {
    EXPECT_EQ(lock_out.begin(jana, here).wait, pause);
    clock.pass(pause - 1s);
    EXPECT_FALSE(lock_out.begin(jana, here).allowed);
    clock.pass(1s);
    EXPECT_TRUE(lock_out.begin(jana, here).allowed);
  }
}

TEST_F(LockOutTest, HoldsForThePersonFromEverywhere) {
  be_wrong(5);
  EXPECT_FALSE(lock_out.begin(jana, "198.51.100.9").allowed);
  EXPECT_TRUE(lock_out.begin("tim@nordlicht.example", here).allowed);
}

TEST_F(LockOutTest, HoldsForTheAddressWhoeverIsTried) {
  for (int who = 0; who < 30; ++who) be_wrong(1, "person" + std::to_string(who));
  const auto refused = lock_out.begin("somebody else", here);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.wait, 1min);
  EXPECT_TRUE(lock_out.begin("somebody else", "198.51.100.9").allowed);
}

TEST_F(LockOutTest, TakesANetworkOfIpv6AsOneAddress) {
  for (int who = 0; who < 30; ++who)
    be_wrong(1, "person" + std::to_string(who), "2001:db8:0:1::" + std::to_string(who + 1));
  EXPECT_FALSE(lock_out.begin("somebody", "2001:db8:0:1:ffff::1").allowed);
  EXPECT_TRUE(lock_out.begin("somebody", "2001:db8:0:2::1").allowed);
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "::ffff:192.0.2.7");
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
}

TEST_F(LockOutTest, ForgetsThePersonWhoWasRight) {
  be_wrong(4);
  ASSERT_TRUE(lock_out.begin(jana, here).allowed);
  lock_out.succeeded(jana, here);
  EXPECT_EQ(lock_out.begin(jana, here).left, 4);
}

TEST_F(LockOutTest, ACorrectTryDoesNotClearTheAddress) {
  for (int who = 0; who < 29; ++who) be_wrong(1, "person" + std::to_string(who));
  ASSERT_TRUE(lock_out.begin(jana, here).allowed);  // the thirtieth
  lock_out.succeeded(jana, here);
  be_wrong(1, "another");
  EXPECT_FALSE(lock_out.begin("one more", here).allowed);
}

TEST_F(LockOutTest, WhatWasNoTryDoesNotCount) {
  be_wrong(5);
  lock_out.taken_back(jana, here);
  EXPECT_TRUE(lock_out.begin(jana, here).allowed);
  EXPECT_FALSE(lock_out.begin(jana, here).allowed);
}

TEST_F(LockOutTest, ForgetsAfterADay) {
  be_wrong(5);
  clock.pass(24h + 1s);
  EXPECT_EQ(lock_out.begin(jana, here).left, 4);
}

TEST(LockOutMemory, IsBoundedAndKeepsThoseThatMustWait) {
  test::ManualClock clock;
  LockOut lock_out(clock.clock(), {}, {.free_tries = 1'000'000}, 100);
  for (int time = 0; time < 5; ++time) ASSERT_TRUE(lock_out.begin(jana, here).allowed);
  for (int who = 0; who < 1000; ++who) {
    if (who % 10 == 0) clock.pass(1s);
    lock_out.begin("person" + std::to_string(who), here);
  }
  EXPECT_FALSE(lock_out.begin(jana, here).allowed);
}

}  // namespace
}  // namespace postferry::service
