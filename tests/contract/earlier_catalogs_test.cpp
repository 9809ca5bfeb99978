// Catalogs as earlier versions of Postferry left them are brought up to date and hold what they
// held; on every database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/catalog.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/outbox.hpp"
#include "storage/catalog/people.hpp"
#include "storage/catalog/standing.hpp"
#include "storage/database.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/run_task.hpp"

namespace postferry::storage::catalog {
namespace {

class EarlierCatalog : public testing::TestWithParam<test::DatabaseKind> {
 protected:
  // With one customer and one migration, as the first `version` steps made it.
  void leave(const DatabaseAddress& address, std::size_t version) {
    auto earlier = catalog_schema();
    earlier.steps = earlier.steps.first(version);
    Database database(address, earlier, 1);
    loop.run(database.run(Care::durable, [](Connection& connection) {
      CustomerRow customer;
      customer.id = "C1";
      customer.name = "Early";
      add(connection.session(), customer);
      MigrationRow row;
      row.id = "M1";
      row.customer = "C1";
      row.source.email = "anna@old.example";
      row.state = MigrationState::failed;
      row.reason = "wrong_password";
      add(connection.session(), row);
    }));
  }

  test::TaskLoop loop;
};

INSTANTIATE_TEST_SUITE_P(On, EarlierCatalog, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(EarlierCatalog, OfEveryVersionIsGoneOnWith) {
  const auto newest = catalog_schema().steps.size();
  ASSERT_GT(newest, 1u);
  for (std::size_t version = 1; version < newest; ++version) {
    SCOPED_TRACE(version);
    const test::EmptyDatabase database(GetParam());
    leave(database.address(), version);
    Catalog catalog(database.address());
    const auto groups = loop.run(catalog.look([](soci::session& session) {
      return standing_groups(session, Reach::customer("C1"), {}, 10);
    }));
    ASSERT_EQ(groups.size(), 1u);
    EXPECT_EQ(groups[0].of.name, "anna@old.example");
    EXPECT_EQ(loop.run(catalog.look([](soci::session& session) {
      return customers(session, Reach::everything()).size();
    })),
              1u);
    // A table of the newest step but one is there, too.
    EXPECT_EQ(loop.run(catalog.change([](soci::session& session) {
      return remove_notices_before(session, Instant(std::chrono::seconds(1)));
    })),
              0);
  }
}

}  // namespace
}  // namespace postferry::storage::catalog
