// RunsHouse: all that the service needs to move mail, over an empty database and two Dovecots.
//
// Used by the tests of plans, checks and the scheduler. One thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/credential_checks.hpp"
#include "service/plans.hpp"
#include "service/scheduler.hpp"
#include "tests/support/people_house.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {

class RunsHouse {
 public:
  RunsHouse(const storage::DatabaseAddress& address, const ThrowawayDovecot& source,
            const ThrowawayDovecot& target);

  // From the account to the one of the same name.
  service::Draft draft(const std::string& user) const;
  service::MigrationRow plan_one(const service::Actor& actor, const service::Draft& draft);

  // Runs `script` while the scheduler works, which is stopped then as at the end of the service.
  void work(std::function<Task<>()> script, service::Slots slots = {});
  // Until the migration is in this state; fails the test after a while.
  Task<> until(std::string id, service::MigrationState state);
  Task<service::MigrationRow> row(std::string id);
  Task<std::vector<storage::catalog::RunRow>> runs(std::string id);
  // The other way around, outside of work().
  service::MigrationRow row_now(const std::string& id) { return loop.run(row(id)); }
  std::string log_of(const std::string& id, int run) const;
  void pass(std::chrono::seconds time);

  TemporaryFolder folder;
  PeopleHouse house;
  storage::Journal journal;
  storage::Vault vault;
  service::News news;
  service::LiveBoard board;
  service::SharedDoors doors;
  service::RunRoom room;
  service::Scheduler* scheduler = nullptr;  // while it works
  service::PlanDesk desk;
  TaskLoop loop{std::chrono::seconds(60)};

 private:
  service::DraftAccount account(const ThrowawayDovecot& server, const std::string& user) const;

  const ThrowawayDovecot& source_;
  const ThrowawayDovecot& target_;
};

}  // namespace postferry::test
