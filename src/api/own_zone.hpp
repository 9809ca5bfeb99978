// The time zone that somebody has chosen: for times that are written without one.
//
// Used by lists and by what the forms are told. On the thread that serves requests.
#pragma once

#include <string>

#include "base/task.hpp"
#include "service/people.hpp"

namespace postferry::api {

// "Europe/Berlin"; "UTC" where nobody is known.
Task<std::string> own_zone(service::People& people, service::Actor actor);

}  // namespace postferry::api
