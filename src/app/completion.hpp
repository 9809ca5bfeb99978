// Completions for bash, zsh and fish, written from the command tree.
//
// Printed by `postferry completion SHELL` and installed by make install. A pure function.
#pragma once

#include <string>
#include <string_view>

#include "app/command_tree.hpp"

namespace postferry::app {

// Empty for a shell that is not known.
std::string completion_script(const CommandTree& tree, std::string_view shell);

}  // namespace postferry::app
