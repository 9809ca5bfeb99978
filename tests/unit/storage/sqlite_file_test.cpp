// The journal's file: its rights.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

TEST(SqliteFileTest, IsReadableByItsOwnerAlone) {
  const StateFolder state;
  const Journal journal(state.path());
  struct stat found{};
  for (const auto* name : {"journal.db", "journal.db-wal"}) {
    ASSERT_EQ(::stat((state.path() / name).c_str(), &found), 0) << name;
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << name;
  }
}

}  // namespace
}  // namespace postferry::storage
