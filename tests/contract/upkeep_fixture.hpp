// KeptUp: a service's rows with what runs leave beside them (passwords, logs, a journal), without
// any server.
//
// Used by the tests of wiping, retention and removal; on every database. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "service/removal.hpp"
#include "service/timetable.hpp"
#include "storage/catalog/migrations.hpp"
#include "tests/support/database_fixture.hpp"
#include "tests/support/people_house.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {

class KeptUp : public DatabaseTest {
 protected:
  static constexpr std::chrono::days keep{30};

  // One that was accepted now, with its passwords.
  service::MigrationRow plan(const std::string& customer, const std::string& name = "anna",
                             const std::string& batch = "");
  std::string plan_batch(const std::string& customer, int accounts);
  void put(service::MigrationRow row, service::MigrationState state);
  void put_all_of(const std::string& batch, service::MigrationState state);
  std::vector<service::MigrationRow> rows_of(const std::string& batch);
  std::optional<service::MigrationRow> find(const std::string& id);
  bool has_password(const std::string& id);

  // What a run leaves behind.
  void leave_traces(const service::MigrationRow& row);
  std::string log_of(const std::string& id, int run);
  bool has_log(const std::string& id);
  std::size_t pairs_in_journal();

  service::Erased erase_all();
  // In a process that opens the database anew.
  service::Erased erase_all_after_a_restart();
  std::size_t remove_old();
  std::int64_t used(const std::string& customer);
  void forget(const service::Actor& actor, const std::string& customer);

  storage::DatabaseAddress journal_address();
  service::RunRoom room_over(storage::catalog::Catalog& catalog);

  TemporaryFolder folder;
  PeopleHouse house{address()};
  storage::Journal journal{journal_address()};
  storage::Vault vault{new_vault()};
  service::News news;
  service::LiveBoard board;
  engine::StopRequest never;
  service::SharedDoors doors{{}, {}};
  service::RunRoom room{room_over(house.catalog)};
  service::Actor olga = house.set_up();

 private:
  storage::Vault new_vault();
};

}  // namespace postferry::test
