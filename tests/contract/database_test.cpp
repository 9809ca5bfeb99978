// The Database under the journal and the catalog, on every database: order, readers, what a failed
// request leaves behind, schemas.
#include "storage/database.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <string>
#include <thread>

#include "tests/support/database_fixture.hpp"
#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::HasSubstr;

void first_parcels(Connection& connection) {
  connection.define(
      "CREATE TABLE parcel (id {new_id}, name {text} NOT NULL UNIQUE, contents {bytes} NOT NULL,"
      " brought {number} NOT NULL)");
}
void weighed_parcels(Connection& connection) {
  connection.define("ALTER TABLE parcel ADD COLUMN weight {number} NOT NULL DEFAULT 7");
  connection.define("CREATE TABLE ledger (entry {text} NOT NULL)");
  connection.dialect().make_append_only(connection.session(), "ledger");
}
constexpr SchemaStep parcel_steps[] = {first_parcels, weighed_parcels};
constexpr Schema parcels{.name = "parcels", .steps = parcel_steps};
constexpr Schema parcels_before{.name = "parcels", .steps = {parcel_steps, 1}};

void add(Connection& connection, const std::string& name, const std::string& contents = "") {
  const auto column = connection.dialect().to_column(contents);
  connection.session() << connection.dialect().fill(
      "INSERT INTO parcel (name, contents, brought) VALUES (:name, :contents, {now_ms})"),
      soci::use(name), soci::use(column);
}

int count(Connection& connection) {
  int parcels_there = 0;
  connection.session() << "SELECT count(*) FROM parcel", soci::into(parcels_there);
  return parcels_there;
}

std::string contents_of(Connection& connection, const std::string& name) {
  std::string column;
  connection.session() << "SELECT contents FROM parcel WHERE name = :name", soci::use(name),
      soci::into(column);
  return connection.dialect().from_column(column);
}

Task<> put(Database& database, std::string name) {
  co_await database.run(Care::committed, [name](Connection& connection) { add(connection, name); });
}

class DatabaseContract : public test::DatabaseTest {
 protected:
  int count_of(Database& database) { return await(database.look(count)); }
};

INSTANTIATE_TEST_SUITE_P(On, DatabaseContract, testing::ValuesIn(test::every_database()),
                         test::name_of_database);

TEST_P(DatabaseContract, AReaderSeesWhatWasAwaitedBefore) {
  Database database(address(), parcels, 2);
  for (int i = 0; i < 50; ++i) {
    await(put(database, std::to_string(i)));
    EXPECT_EQ(count_of(database), i + 1);
  }
}

TEST_P(DatabaseContract, AReaderCannotWrite) {
  Database database(address(), parcels, 1);
  EXPECT_EQ(failure_of([&] {
              await(database.look([](Connection& connection) { add(connection, "a"); }));
            }),
            ErrorCode::state_broken);
  EXPECT_EQ(count_of(database), 0);
}

TEST_P(DatabaseContract, WithoutReadersTheWriterAnswers) {
  Database database(address(), parcels, 0);
  database.defer(1, [](Connection& connection) { add(connection, "a"); });
  EXPECT_EQ(count_of(database), 1);
}

TEST_P(DatabaseContract, ReadersDoNotWaitForEachOther) {
  Database database(address(), parcels, 2);
  std::atomic<int> inside{0};
  const auto meet = [&inside](Connection&) {
    ++inside;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (inside < 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  };
  boost::asio::io_context context;
  for (int i = 0; i < 2; ++i)
    boost::asio::co_spawn(context, database.look(meet),
                          [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  context.run();
  EXPECT_EQ(inside, 2);
}

TEST_P(DatabaseContract, KeepsEveryByte) {
  Database database(address(), parcels, 1);
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every.push_back(static_cast<char>(byte));
  for (const auto& contents : {every, std::string(), std::string("\0", 1), std::string("\\x00")}) {
    await(database.run(Care::durable, [&](Connection& connection) {
      connection.session() << "DELETE FROM parcel";
      add(connection, "ü", contents);
    }));
    EXPECT_EQ(
        await(database.look([](Connection& connection) { return contents_of(connection, "ü"); })),
        contents);
  }
}

TEST_P(DatabaseContract, TheDatabasesClockRuns) {
  Database database(address(), parcels, 1);
  await(put(database, "a"));
  const auto then = await(database.look([](Connection& connection) {
    long long brought = 0;
    connection.session() << "SELECT brought FROM parcel", soci::into(brought);
    return brought;
  }));
  const auto here = std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::system_clock::now().time_since_epoch())
                        .count();
  EXPECT_LE(std::abs(here - then), 60'000);
}

TEST_P(DatabaseContract, ARequestThatFailsLeavesTheOthersOfItsGroupAlone) {
  Database database(address(), parcels, 1);
  await(put(database, "taken"));
  boost::asio::io_context context;
  int failed = 0;
  int done = 0;
  const auto each = [&](std::exception_ptr failure) { ++(failure ? failed : done); };
  const auto and_then_fails = [](Connection& connection) {
    add(connection, "half done");
    throw Failure({.code = ErrorCode::bad_usage, .text = "no", .where = {}});
  };
  for (int i = 0; i < 10; ++i) {
    boost::asio::co_spawn(context, put(database, std::to_string(i)), each);
    boost::asio::co_spawn(context, put(database, "taken"), each);
    boost::asio::co_spawn(context, database.run(Care::durable, and_then_fails), each);
  }
  context.run();
  EXPECT_EQ(failed, 20);
  EXPECT_EQ(done, 10);
  EXPECT_EQ(count_of(database), 11);
}

TEST_P(DatabaseContract, AnExceptionOfTheCallersOwnComesBackAsItIs) {
  struct Refusal : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  Database database(address(), parcels, 1);
  const auto refuse = [](Connection&) { throw Refusal("no"); };
  EXPECT_THROW(await(database.run(Care::committed, refuse)), Refusal);
  EXPECT_THROW(await(database.look(refuse)), Refusal);
  await(put(database, "a"));
  EXPECT_EQ(count_of(database), 1);
}

TEST_P(DatabaseContract, WhereItStaysFailedNothingElseIsDone) {
  Database database(address(), parcels, 0, AfterFailure::stay_failed);
  await(put(database, "taken"));
  EXPECT_EQ(failure_of([&] { await(put(database, "taken")); }), ErrorCode::state_broken);
  EXPECT_EQ(failure_of([&] { await(put(database, "other")); }), ErrorCode::state_broken);
}

TEST_P(DatabaseContract, AFailedStatementIsToldWithoutItsValues) {
  Database database(address(), parcels, 1);
  await(put(database, "hunter2"));
  try {
    await(put(database, "hunter2"));
    FAIL() << "the name is taken";
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.error().text, testing::Not(HasSubstr("hunter2")));
    EXPECT_THAT(failure.error().text, HasSubstr("parcel"));
  }
}

TEST_P(DatabaseContract, StateIsMadeOnceForAConnection) {
  struct Visits {
    explicit Visits(Connection&) {}
    int number = 0;
  };
  Database database(address(), parcels, 0);
  const auto visit = [](Connection& connection) { return ++connection.state<Visits>().number; };
  EXPECT_EQ(await(database.run(Care::read, visit)), 1);
  EXPECT_EQ(await(database.run(Care::read, visit)), 2);
}

TEST_P(DatabaseContract, AnOlderSchemaIsBroughtForward) {
  {
    Database database(address(), parcels_before, 1);
    await(put(database, "a"));
  }
  Database database(address(), parcels, 1);
  EXPECT_EQ(await(database.look([](Connection& connection) {
              int weight = 0;
              connection.session() << "SELECT weight FROM parcel", soci::into(weight);
              return weight;
            })),
            7);
}

TEST_P(DatabaseContract, ANewerSchemaIsRefused) {
  {
    const Database database(address(), parcels, 1);
  }
  try {
    const Database database(address(), parcels_before, 1);
    FAIL() << "it was opened";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::state_broken);
    EXPECT_THAT(failure.error().text, HasSubstr("newer Postferry"));
  }
}

void broken_step(Connection& connection) {
  connection.define("CREATE TABLE half (id {number})");
  connection.define("CREATE TABLE parcel (id {number})");
}

TEST_P(DatabaseContract, AStepThatFailsLeavesTheSchemaAsItWas) {
  constexpr SchemaStep steps[] = {first_parcels, broken_step};
  {
    const Database database(address(), parcels_before, 0);
  }
  EXPECT_EQ(failure_of([&] { const Database database(address(), {"parcels", steps}, 0); }),
            ErrorCode::state_broken);
  EXPECT_FALSE(database_.run("SELECT 1 FROM half", "parcels"));
  Database database(address(), parcels, 1);
  await(put(database, "a"));
}

TEST_P(DatabaseContract, WhatIsAppendOnlyCannotBeRewritten) {
  Database database(address(), parcels, 1);
  await(database.run(Care::committed, [](Connection& connection) {
    connection.session() << "INSERT INTO ledger VALUES ('done')";
  }));
  for (const auto* statement : {"UPDATE ledger SET entry = ''", "DELETE FROM ledger"})
    EXPECT_FALSE(database_.run(statement, "parcels")) << statement;
  EXPECT_TRUE(database_.run("INSERT INTO ledger VALUES ('more')", "parcels"));
}

TEST_P(DatabaseContract, TwoWritersTakeTurns) {
  Database one(address(), parcels, 1);
  Database other(address(), parcels, 1);
  // Reads, then writes what it read: lost where two do so at once.
  const auto grow = [](Connection& connection) {
    const auto there = count(connection);
    add(connection, std::to_string(there));
  };
  std::thread beside([&] {
    for (int i = 0; i < 50; ++i) await(one.run(Care::committed, grow));
  });
  for (int i = 0; i < 50; ++i) await(other.run(Care::committed, grow));
  beside.join();
  EXPECT_EQ(count_of(one), 100);
}

}  // namespace
}  // namespace postferry::storage
