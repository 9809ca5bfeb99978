// CredentialChecks: whether both servers let in the accounts of drafts, tried gently on the doors
// that runs use too, so that one wrong secret is not tried a hundred times here either.
//
// One for the service. Checks are begun and asked about on any thread and work on the engine's;
// they hold passwords, in memory alone, and are forgotten half an hour after somebody last asked.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.hpp"
#include "engine/stop_request.hpp"
#include "service/draft.hpp"
#include "service/run_room.hpp"

namespace postferry::service {

enum class CheckState : std::uint8_t { waiting, under_way, good, bad };

struct CheckResult {
  CheckState state = CheckState::waiting;
  std::vector<Error> errors;  // of the source, of the target
};

struct CheckShown {
  std::string id;
  std::vector<CheckResult> results;  // in the order of the drafts
  std::size_t done = 0;
  std::size_t good = 0;
};

class CredentialChecks {
 public:
  static constexpr std::size_t most_checks = 100;  // of all customers
  static constexpr std::size_t most_of_a_customer = 5;
  static constexpr std::chrono::minutes kept{30};

  // `engine` is where the room's doors belong. The room outlives this.
  CredentialChecks(boost::asio::any_io_executor engine, RunRoom& room)
      : engine_(std::move(engine)), room_(room) {}
  ~CredentialChecks();
  CredentialChecks(const CredentialChecks&) = delete;
  CredentialChecks& operator=(const CredentialChecks&) = delete;

  // Its id; nothing when there are too many. `own_server` and its credential stand in for the
  // target of drafts that fill it.
  std::optional<std::string> begin(std::string id, std::string customer, std::vector<Draft> drafts,
                                   std::optional<Login> own_server);
  std::optional<CheckShown> find(const std::string& customer, const std::string& id);
  // The drafts that were let in on both sides, with their places, once: nothing while it still
  // works, and when somebody has taken them already. end() or give_back() follows.
  struct Good {
    std::vector<std::size_t> places;
    std::vector<Draft> drafts;
  };
  std::optional<Good> take_good(const std::string& customer, const std::string& id);
  // They could not be planned: they can be taken again.
  void give_back(const std::string& customer, const std::string& id, Good good);
  void end(const std::string& customer, const std::string& id);
  // No more tries; what is under way ends soon. On the engine's thread.
  void stop();

 private:
  struct Check {
    std::string id;
    std::string customer;
    std::vector<Draft> drafts;
    std::optional<Login> own_server;
    std::vector<CheckResult> results;
    std::size_t next = 0;
    std::size_t done = 0;
    Deadline asked{};
    bool given_up = false;
    bool taken = false;
  };
  using Shared = std::shared_ptr<Check>;

  Shared find_locked(const std::string& customer, const std::string& id);
  void forget_old_locked();
  Task<> work(Shared check);
  std::optional<std::size_t> take_next(Check& check);
  void settle(Check& check, std::size_t place, std::vector<Error> errors);
  Task<std::vector<Error>> tried(const Check& check, std::size_t place);

  boost::asio::any_io_executor engine_;
  RunRoom& room_;
  engine::StopRequest stop_;  // the engine's thread alone
  std::mutex mutex_;          // guards all below, and what the checks hold
  std::map<std::string, Shared> checks_;
};

}  // namespace postferry::service
