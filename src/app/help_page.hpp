// What --help prints: usage, commands or options by group, examples and exit codes.
//
// A pure function of the command tree; lines of at most 80 columns.
#pragma once

#include <string>
#include <string_view>

#include "app/command_tree.hpp"

namespace postferry::app {

// Of one command, or of the program when `command` is empty.
std::string help_page(const CommandTree& tree, std::string_view command);

// "postferry copy [OPTIONS] SOURCE TARGET".
std::string synopsis(const DescribedCommand& command);

// Options of the command in groups, in the order of first appearance.
struct OptionGroup {
  std::string name;
  std::vector<const DescribedOption*> options;
};
std::vector<OptionGroup> grouped_options(const DescribedCommand& command);

}  // namespace postferry::app
