// The man page postferry(1), written in the man(7) macros from the command tree.
//
// Printed by `postferry man` and installed by make install. A pure function.
#pragma once

#include <string>

#include "app/command_tree.hpp"

namespace postferry::app {

std::string man_page(const CommandTree& tree);

}  // namespace postferry::app
