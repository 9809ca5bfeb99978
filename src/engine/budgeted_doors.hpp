// Doors under a Budget: openers that take a slot before they connect and a turn before they log in,
// wait out a host that wants no more of us for a while, and tell both what came of it. The slot is
// given back when the door is gone.
//
// Stacked by the registry's callers on the openers of a list's runs, below stoppable(). What they
// name outlives them. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "engine/budget.hpp"
#include "engine/events.hpp"
#include "engine/login_guard.hpp"
#include "engine/stop_request.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"

namespace postferry::engine {

struct Admission {
  std::shared_ptr<Place> place;
  LoginGuard* guard = nullptr;
  std::uint64_t secret = 0;
  Side side = Side::none;
  EventSink* events = nullptr;  // hears of waits
  // A connection that the run has a right to is tried again for so long, then the error goes on to
  // the run, which lets go of the other side too.
  std::chrono::milliseconds patience = std::chrono::seconds(60);
};

// For mail::Source and mail::Target. Failures: those of `open`; too_many_connections for one beyond
// the first for which there is no room; cannot_connect for a host that is left alone, login_refused
// where the user is in there.
template <class Door>
Opening<Door> budgeted(Opening<Door> open, Admission admission, const StopRequest& stop);

// Whether it is the failure of an opener for a host that is left alone.
bool is_not_tried(const Error& error);

}  // namespace postferry::engine
