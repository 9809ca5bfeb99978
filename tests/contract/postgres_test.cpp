// What only a server can do: refuse us, go away and come back, hold several schemas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include "storage/database.hpp"
#include "storage/journal.hpp"
#include "tests/support/servers/throwaway_postgres.hpp"
#include "tests/support/state_folder.hpp"

namespace postferry::storage {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

void make_notes(Connection& connection) { connection.define("CREATE TABLE note (words {text})"); }
constexpr SchemaStep note_steps[] = {make_notes};
constexpr Schema notes{.name = "notes", .steps = note_steps};

void add(Connection& connection) { connection.session() << "INSERT INTO note VALUES ('a')"; }
int count(Connection& connection) {
  int found = 0;
  connection.session() << "SELECT count(*) FROM note", soci::into(found);
  return found;
}

PostgresServer at(const std::string& connection) { return {Secret(connection)}; }

Error error_of_opening(const std::string& connection) {
  try {
    const Database database(at(connection), notes, 1);
  } catch (const Failure& failure) {
    return failure.error();
  }
  return {.code = ErrorCode::internal, .text = "it was opened", .where = {}};
}

class PostgresTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::ThrowawayPostgres::available()) GTEST_SKIP() << "run tools/servers first";
  }
};

TEST_F(PostgresTest, TellsAWrongPasswordWithoutShowingIt) {
  auto& server = test::shared_postgres();
  const auto guarded = server.connection("postgres", "guarded");
  const auto wrong = error_of_opening(guarded + " password=hunter2");
  EXPECT_EQ(wrong.code, ErrorCode::state_broken);
  EXPECT_THAT(wrong.text, HasSubstr("refuses the password of the user guarded"));
  EXPECT_THAT(wrong.text + wrong.where, Not(HasSubstr("hunter2")));
  EXPECT_THAT(error_of_opening(guarded).text, HasSubstr("asks the user guarded for a password"));
  EXPECT_EQ(error_of_opening(guarded + R"( password='se cret\'%"')").text, "it was opened");
}

TEST_F(PostgresTest, TellsWhatIsMissing) {
  auto& server = test::shared_postgres();
  EXPECT_THAT(error_of_opening(server.connection("nowhere")).text,
              HasSubstr("nowhere on " + server.folder().string() +
                        " does not exist. Make it, for example with: createdb nowhere"));
  EXPECT_THAT(error_of_opening(server.connection("postgres", "nobody_knows")).text,
              HasSubstr("does not know the user nobody_knows"));
  EXPECT_THAT(error_of_opening(server.connection("postgres", "locked")).text,
              HasSubstr("pg_hba.conf"));
  EXPECT_THAT(error_of_opening("host=/nowhere dbname=mail").text,
              HasSubstr("PostgreSQL's database mail on /nowhere cannot be reached (No such file "
                        "or directory)"));
  EXPECT_THAT(error_of_opening("postgresql://me:hunter2@127.0.0.1:1/mail").text,
              HasSubstr("mail on 127.0.0.1, port 1 cannot be reached (Connection refused)"));
}

TEST_F(PostgresTest, AConnectionStringThatCannotBeReadIsNotShown) {
  for (const auto* text : {"password hunter2", "postgresql://me:hunter2%zz@host/mail"}) {
    const auto error = error_of_opening(text);
    EXPECT_EQ(error.code, ErrorCode::state_broken);
    EXPECT_THAT(error.text, HasSubstr("cannot be read"));
    EXPECT_THAT(error.text + error.where, Not(HasSubstr("hunter2")));
  }
}

TEST_F(PostgresTest, TellsThatTheUserMayMakeNoTables) {
  const auto connection = test::shared_postgres().make_database();
  const auto as_guest = connection + " user=guest";
  EXPECT_THAT(error_of_opening(as_guest).text,
              HasSubstr("does not let the user guest do this (permission denied for database"));
  EXPECT_EQ(error_of_opening(connection).text, "it was opened");
  EXPECT_THAT(error_of_opening(as_guest).text,
              HasSubstr("keeps Postferry's tables from the user guest. Connect as their owner."));
}

TEST_F(PostgresTest, SeveralSchemasLiveInOneDatabase) {
  const auto address = at(test::shared_postgres().make_database());
  Journal journal(address);
  Database database(address, notes, 1);
  await(database.run(Care::committed, add));
  await(journal.pair({.source = "a@x:993", .target = "a@y:993"}));
  EXPECT_THAT(await(journal.pairs()), SizeIs(1));
  EXPECT_EQ(await(database.look(count)), 1);
}

TEST_F(PostgresTest, TheJournalFailsCleanlyWhenTheServerGoesAway) {
  test::ThrowawayPostgres server;
  const auto address = at(server.make_database());
  {
    Journal journal(address);
    Begun begun(journal);
    await(journal.intend(begun.lease, begun.run, begun.intent(0, 5)));
    server.stop();
    journal.note_outcomes(begun.lease, begun.run, begun.folder.id, placements(0, 5));
    try {
      await(journal.intend(begun.lease, begun.run, begun.intent(5, 5)));
      ADD_FAILURE() << "it was written";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.error().code, ErrorCode::state_broken);
      EXPECT_THAT(failure.error().text, HasSubstr("was lost. See that PostgreSQL runs"));
    }
    server.start();
    // what was noted is gone, so nothing may be built on it
    EXPECT_EQ(failure_of([&] { await(journal.flush()); }), ErrorCode::state_broken);
  }
  Journal journal(address);
  const auto pairs = await(journal.pairs());
  ASSERT_THAT(pairs, SizeIs(1));
  EXPECT_THAT(await(journal.open_intents(pairs[0].id)), SizeIs(1));
}

TEST_F(PostgresTest, ADatabaseThatTriesAgainGoesOnWhenTheServerIsBack) {
  test::ThrowawayPostgres server;
  Database database(at(server.make_database()), notes, 2);
  await(database.run(Care::durable, add));
  EXPECT_EQ(await(database.look(count)), 1);
  server.stop();
  EXPECT_EQ(failure_of([&] { await(database.run(Care::durable, add)); }), ErrorCode::state_broken);
  EXPECT_EQ(failure_of([&] { await(database.look(count)); }), ErrorCode::state_broken);
  server.start();
  await(database.run(Care::durable, add));
  EXPECT_EQ(await(database.look(count)), 2);
}

TEST_F(PostgresTest, ARestartBetweenTwoRequestsIsNotNoticed) {
  test::ThrowawayPostgres server;
  Database database(at(server.make_database()), notes, 1);
  await(database.run(Care::durable, add));
  EXPECT_EQ(await(database.look(count)), 1);
  server.stop();
  server.start();
  await(database.run(Care::durable, add));
  EXPECT_EQ(await(database.look(count)), 2);
}

}  // namespace
}  // namespace postferry::storage
