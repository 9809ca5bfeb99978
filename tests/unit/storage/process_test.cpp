// Which process holds a lease: whether it lives.
#include "storage/process.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace postferry::storage {
namespace {

TEST(ProcessTest, TellsLifeFromDeath) {
  auto process = this_process();
  EXPECT_NE(process.started, 0);
  EXPECT_EQ(life_of(process), Life::alive);
  process.started += 1;
  EXPECT_EQ(life_of(process), Life::dead);
  process.host += "x";
  EXPECT_EQ(life_of(process), Life::unknown);
}

TEST(ProcessTest, AProcessThatNobodyHasBuriedIsDead) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const auto child = ::fork();
  if (child == 0) {
    const auto self = this_process();
    [[maybe_unused]] const auto told = ::write(ends[1], &self.started, sizeof self.started);
    ::_exit(0);
  }
  auto process = this_process();
  process.pid = child;
  ASSERT_EQ(::read(ends[0], &process.started, sizeof process.started),
            static_cast<ssize_t>(sizeof process.started));
  siginfo_t ended{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_EQ(life_of(process), Life::dead);
  ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace postferry::storage
