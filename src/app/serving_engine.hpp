// ServingEngine: the thread of the service that moves mail: doors, journal, scheduler and
// credential checks on an io_context of their own.
//
// Made by Serving, begun and ended by run_service(). Its public functions are called from the
// thread that serves requests; what they ask for is done on the engine's own. Lives as long as the
// service.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>

#include "base/task.hpp"
#include "engine/stop_request.hpp"
#include "service/credential_checks.hpp"
#include "service/run_room.hpp"
#include "service/scheduler.hpp"
#include "service/settings.hpp"

namespace postferry::app {

class ServingEngine {
 public:
  // What a thread that others do not see tells the operator; called on the engine's thread.
  using Trouble = std::function<void(const std::string& sentence)>;

  struct Parts {
    storage::catalog::Catalog& catalog;
    const storage::Vault& vault;
    storage::DatabaseAddress journal;
    std::filesystem::path logs;
    std::size_t connections_per_host = 20;
    Trouble trouble;
  };

  // Opens the journal. Failure: state_broken.
  explicit ServingEngine(Parts parts);
  ~ServingEngine();  // at once; runs under way are gone on with at the next start
  ServingEngine(const ServingEngine&) = delete;
  ServingEngine& operator=(const ServingEngine&) = delete;

  void begin();
  // Asks all runs to stop, and waits until they have, or until the deadline.
  Task<> end(Deadline deadline);

  void wake();
  void stop_run(std::string migration);
  void apply(service::Slots slots, net::AddressRules addresses, std::chrono::days keep_finished);

  service::CredentialChecks& checks() { return *checks_; }
  service::News& news() { return news_; }
  const service::LiveBoard& board() const { return board_; }
  storage::Journal& journal() { return journal_; }

 private:
  Task<> work();
  Task<> schedule();
  Task<> forgive_now_and_then();
  Task<> keep_up();

  std::unique_ptr<boost::asio::io_context> loop_;
  Trouble trouble_;
  storage::Journal journal_;
  service::SharedDoors doors_;
  service::News news_;
  service::LiveBoard board_;
  std::mt19937_64 dice_{std::random_device{}()};  // the engine's thread alone
  service::RunRoom room_;
  service::Slots slots_;
  std::chrono::days keep_finished_{30};
  std::optional<service::Scheduler> scheduler_;
  std::unique_ptr<service::CredentialChecks> checks_;
  engine::StopRequest stop_;
  std::atomic<bool> ended_{true};
  std::thread thread_;
};

}  // namespace postferry::app
