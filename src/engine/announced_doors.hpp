// Openers that tell who answered: a Connected event when the first connection to an account stands.
//
// Stacked by whoever makes a run's openers. The sink outlives them. One thread.
#pragma once

#include <string>

#include "engine/events.hpp"
#include "engine/stop_request.hpp"
#include "mail/source.hpp"
#include "mail/target.hpp"

namespace postferry::engine {

// For mail::Source and mail::Target; `account` is for people: "alice@old.example".
template <class Door>
Opening<Door> announcing(Opening<Door> open, std::string account, EventSink& events);

}  // namespace postferry::engine
