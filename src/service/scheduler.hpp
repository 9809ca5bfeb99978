// Scheduler: begins each run when it is due and there is room for it, fairly between customers.
//
// One for the service, on the engine's thread. What is due is asked of the database, so a service
// that was down begins what it missed, once. Slots are counted per source host, target host and in
// all; the next free one goes to the customer with the fewest runs under way, however many wait.
// The outside reaches it by wake() and stop_run(), on the engine's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "engine/stop_request.hpp"
#include "service/run_room.hpp"
#include "storage/catalog/migration_row.hpp"

namespace postferry::service {

struct Slots {
  std::size_t in_all = 50;
  std::size_t per_source_host = 20;
  std::size_t per_target_host = 50;
  std::size_t per_customer = 50;
};

class Scheduler {
 public:
  Scheduler(RunRoom& room, Slots slots) : room_(room), slots_(slots) {}
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // Until a stop is asked for and all runs have ended. Throws what the database threw.
  Task<> run(const engine::StopRequest& stop);

  // Something was planned or changed.
  void wake();
  // The run of this migration, if it is under way, ends as soon as it can.
  void stop_run(const std::string& migration);
  bool is_under_way(const std::string& migration) const { return under_way_.contains(migration); }
  // From the next run on.
  void set_slots(Slots slots) { slots_ = slots; }

  std::size_t under_way() const noexcept { return under_way_.size(); }

 private:
  struct UnderWay {
    std::string customer;
    std::string source_host;
    std::string target_host;
    engine::StopRequest stop;
  };
  using Rows = std::vector<storage::catalog::MigrationRow>;

  Task<Rows> due_rows();
  void begin_what_fits(Rows due);
  std::optional<std::size_t> next_of(const Rows& due) const;
  bool fits(const storage::catalog::MigrationRow& row) const;
  void begin(const boost::asio::any_io_executor& executor, storage::catalog::MigrationRow row);
  Task<> run_one(storage::catalog::MigrationRow row);
  Task<> sleep_until_something_is_due();
  Task<> keep_progress();
  Task<> wait_for_all();

  RunRoom& room_;
  Slots slots_;
  const engine::StopRequest* stop_ = nullptr;
  std::optional<boost::asio::any_io_executor> executor_;
  std::map<std::string, std::shared_ptr<UnderWay>> under_way_;  // by migration
  std::map<std::string, Deadline> no_room_until_;               // by migration
  std::map<std::string, std::size_t> by_source_;
  std::map<std::string, std::size_t> by_target_;
  std::map<std::string, std::size_t> by_customer_;
  std::exception_ptr broken_;
  bool woken_ = false;
  boost::asio::steady_timer* sleep_ = nullptr;  // while run() waits
};

}  // namespace postferry::service
