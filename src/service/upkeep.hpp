// Upkeep: what the service does by itself, again and again, beside moving mail: passwords are wiped
// in time, what is outdated is removed, and what removed migrations left is erased.
//
// One task on the engine's thread, from the start of the service to its end.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/task.hpp"
#include "engine/stop_request.hpp"
#include "service/removal.hpp"
#include "service/run_room.hpp"

namespace postferry::service {

struct Upkeep {
  RunRoom& room;
  StopRun stop_run;
  std::function<std::chrono::days()> keep_finished;          // a setting
  std::function<void(const std::string& sentence)> trouble;  // for the operator
};

// Until a stop is asked for. What fails is told and tried again after a minute.
Task<> keep_up(Upkeep upkeep, const engine::StopRequest& stop);

}  // namespace postferry::service
