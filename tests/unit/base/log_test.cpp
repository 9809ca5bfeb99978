#include "base/log.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <vector>

#include "base/error.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry {
namespace {

using testing::MatchesRegex;

class Log : public testing::Test {
 protected:
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::ifstream file(folder_ / "logs" / "a.log");
    for (std::string line; std::getline(file, line);) all.push_back(line);
    return all;
  }

  test::TemporaryFolder files_;
  std::filesystem::path folder_ = files_.path() / "state";
};

TEST_F(Log, appends_lines_with_time_and_level) {
  {
    LogFile log(folder_ / "logs" / "a.log");
    log.note("one {} %v");
    log.warning("two");
  }
  LogFile log(folder_ / "logs" / "a.log");
  log.error("three");
  const auto written = lines();
  ASSERT_EQ(written.size(), 3u);
  const std::string time = "[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9.]+[+-][0-9]+:[0-9]+ ";
  EXPECT_THAT(written[0], MatchesRegex(time + "info one \\{\\} %v"));
  EXPECT_THAT(written[1], MatchesRegex(time + "warning two"));
  EXPECT_THAT(written[2], MatchesRegex(time + "error three"));
}

TEST_F(Log, is_for_its_owner_alone) {
  LogFile log(folder_ / "logs" / "a.log");
  struct stat status{};
  ASSERT_EQ(stat((folder_ / "logs" / "a.log").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(stat((folder_ / "logs").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST_F(Log, says_what_cannot_be_written) {
  std::filesystem::create_directories(folder_ / "logs" / "a.log");
  try {
    LogFile log(folder_ / "logs" / "a.log");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::state_broken);
    EXPECT_EQ(failure.error().where, (folder_ / "logs" / "a.log").string());
  }
}

}  // namespace
}  // namespace postferry
