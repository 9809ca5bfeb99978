#include "app/process.hpp"

#include <cstdio>
#include <errno.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace postferry::app {
namespace {

TEST(Process, a_write_fails_where_a_signal_would_end_the_run) {
  fail_writes_with_errors();
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(::write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);

  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  auto* file = ::tmpfile();
  ASSERT_NE(file, nullptr);
  const rlimit small{16, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string more(16, 'x');
  EXPECT_EQ(::write(::fileno(file), more.data(), more.size()), 16);
  EXPECT_EQ(::write(::fileno(file), more.data(), more.size()), -1);
  EXPECT_EQ(errno, EFBIG);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::fclose(file);
}

}  // namespace
}  // namespace postferry::app
