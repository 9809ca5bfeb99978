// Console: the two screens of the program, and how errors get there in each kind of output.
//
// Made by main, handed to every command. One thread.
#pragma once

#include <string_view>

#include "app/command_line.hpp"
#include "app/screen.hpp"
#include "engine/verdict.hpp"

namespace postferry::app {

struct Console {
  Screen out;
  Screen err;

  // Tells the error and gives the exit that follows from it.
  engine::Exit fail(const Error& error, Output output) const;
  void warn(std::string_view sentence) const;
};

}  // namespace postferry::app
