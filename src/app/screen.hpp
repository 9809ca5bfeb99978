// Screen: where text for a person goes, and what that place can show.
//
// Made by main for the standard output and by tests for a string; read by the event sinks and the
// commands. A value of functions; one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace postferry::app {

enum class ScreenKind : std::uint8_t {
  terminal,  // lines can be drawn anew
  plain,     // a pipe, a file or a terminal that cannot
};
enum class Colour : std::uint8_t { none, ansi };

struct Screen {
  ScreenKind kind = ScreenKind::plain;
  Colour colour = Colour::none;
  std::function<void(std::string_view)> write;
  std::function<std::size_t()> columns;
  std::function<Deadline()> now;

  void line(std::string_view text) const { write(std::string(text) + "\n"); }
};

// The standard output or the standard error, by TERM, NO_COLOR and the terminal's width. What
// cannot be written (a reader that went away) is dropped: a run does not end by it.
Screen standard_output();
Screen standard_error();

}  // namespace postferry::app
