// BatchDoors: what all accounts of a list share on their way to the servers: the Budget, the
// LoginGuard and the rates, and the openers that are stacked on them.
//
// Made by batch run and batch check --login; outlives the runs. One thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/batch_line.hpp"
#include "app/list.hpp"
#include "app/registry.hpp"
#include "engine/budget.hpp"
#include "engine/login_guard.hpp"
#include "engine/paced_source.hpp"
#include "engine/stop_request.hpp"

namespace postferry::app {

class BatchDoors {
 public:
  BatchDoors(const BatchLine& line, const List& list);

  // Of one row, while it runs.
  struct Opened {
    Opener<mail::Source> source;
    Opener<mail::Target> target;
  };
  // Nothing while the hosts or the users have no room. `trace` gives the trace of both sides, or
  // null, and is called only when they have.
  std::optional<Opened> enter(const ListRow& row, const engine::StopRequest& stop,
                              engine::EventSink& events, const std::function<Trace()>& trace);
  // Only one side, to see whether it lets us in.
  std::optional<Opener<mail::Source>> enter_source(const ListRow& row,
                                                   const engine::StopRequest& stop,
                                                   engine::EventSink& events);
  std::optional<Opener<mail::Target>> enter_target(const ListRow& row,
                                                   const engine::StopRequest& stop,
                                                   engine::EventSink& events);

  // Why the host of one of the row's sides is left alone; null when none is.
  const std::string* left_alone(const ListRow& row, Side& side) const;

  engine::Budget& budget() { return budget_; }
  const engine::LoginGuard& guard() const { return guard_; }

 private:
  using Rate = std::shared_ptr<engine::RateLimit>;
  Opener<mail::Source> source(const ListRow& row, std::shared_ptr<engine::Place> place,
                              const engine::StopRequest& stop, engine::EventSink& events,
                              Trace trace = nullptr);
  Opener<mail::Target> target(const ListRow& row, std::shared_ptr<engine::Place> place,
                              const engine::StopRequest& stop, engine::EventSink& events,
                              Trace trace = nullptr);
  Rate rate_of(const std::string& host);

  const List& list_;
  engine::Budget budget_;
  engine::LoginGuard guard_;
  std::optional<std::uint64_t> host_rate_bytes_;
  Rate total_rate_;
  std::map<std::string, Rate> host_rates_;
};

// "old.example:993", where the connection really goes.
std::string host_of(const service::AccountUrl& account);
// Who logs in: the account's own user, also where a master does it for him.
engine::Visitor visitor_of(const service::AccountUrl& account);

}  // namespace postferry::app
