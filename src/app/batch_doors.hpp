// BatchDoors: the SharedDoors of a list, for its rows.
//
// Made by batch run and batch check --login; outlives the runs. One thread.
#pragma once

#include <functional>
#include <optional>

#include "app/batch_line.hpp"
#include "app/list.hpp"
#include "app/registry.hpp"
#include "service/shared_doors.hpp"

namespace postferry::app {

using service::host_of;

class BatchDoors {
 public:
  BatchDoors(const BatchLine& line, const List& list);

  using Opened = service::SharedDoors::Opened;
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
  const std::string* left_alone(const ListRow& row, Side& side) const {
    return doors_.left_alone(row.source, row.target, side);
  }

  engine::Budget& budget() { return doors_.budget(); }
  const engine::LoginGuard& guard() const { return doors_.guard(); }

 private:
  service::Login source_of(const ListRow& row) const;
  service::Login target_of(const ListRow& row) const;

  const List& list_;
  service::SharedDoors doors_;
};

}  // namespace postferry::app
