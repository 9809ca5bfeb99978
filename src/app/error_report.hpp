// How an error looks to a person: one sentence with its place, the server's words, the next step.
//
// Used by all commands on the standard error, and after a run for what ended it. Pure function.
#pragma once

#include <string>

#include "base/error.hpp"

namespace postferry::app {

// Lines, each with its line end; printable.
std::string error_report(const Error& error);

}  // namespace postferry::app
