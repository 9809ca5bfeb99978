// An empty database for one test, on SQLite or on PostgreSQL: contract tests of the storage room
// run once on each.
//
//   class MyTest : public test::DatabaseTest {};      // GetParam() is the kind
//   INSTANTIATE_TEST_SUITE_P(On, MyTest, testing::ValuesIn(test::every_database()),
//                            test::name_of_database);
//
// PostgreSQL is left out where its unpacked tree is absent (tests/contract/journal_test.cpp tells).
#pragma once

#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "storage/address.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {

enum class DatabaseKind : std::uint8_t { sqlite, postgres };

class EmptyDatabase {
 public:
  explicit EmptyDatabase(DatabaseKind kind);

  const storage::DatabaseAddress& address() const { return address_; }
  // Runs a statement beside whoever else uses the database, in the tables of `schema`.
  // Whether the database took it.
  bool run(const std::string& statement, const std::string& schema = "journal") const;

 private:
  TemporaryFolder folder_;
  storage::DatabaseAddress address_;
};

class DatabaseTest : public testing::TestWithParam<DatabaseKind> {
 protected:
  const storage::DatabaseAddress& address() const { return database_.address(); }

  EmptyDatabase database_{GetParam()};
};

// Those that are here.
std::vector<DatabaseKind> every_database();
std::string name_of_database(const testing::TestParamInfo<DatabaseKind>& info);

}  // namespace postferry::test
