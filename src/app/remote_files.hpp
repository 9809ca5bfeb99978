// What a command sends to a service: a file, or the standard input.
//
// Bounded; Failure{file_unreadable} or {bad_usage}.
#pragma once

#include <string>

namespace postferry::app {

// `name` "-" is the standard input.
std::string bytes_to_send(const std::string& name);

}  // namespace postferry::app
