// NoticeFilter: which notices a person has not read a moment ago. Several connections lose one
// server at the same time, and each of them tells it.
//
// Used by the status line and the plain lines; JSON and log keep every notice. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "engine/events.hpp"

namespace postferry::app {

class NoticeFilter {
 public:
  // What to show now; nullopt for what was shown a few seconds ago.
  std::optional<std::string> take(const engine::Notice& notice, Deadline now);

 private:
  std::map<std::string, Deadline> shown_;  // by cause; few, and none older than the interval
};

}  // namespace postferry::app
