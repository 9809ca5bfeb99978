// The words with which commands and their options are defined: groups of the help page, and options
// that take a value, several values or none.
//
// Used by the files that share the definition (command, service and remote_definition.cpp); home of
// CLI11 beside them. What is written to must live as long as the definition.
#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "app/command_definition.hpp"

namespace postferry::app {

// Of options, on the help page.
namespace groups {
inline constexpr auto folders_and_messages = "Folders and messages";
inline constexpr auto places = "Where they go";
inline constexpr auto passwords = "Passwords";
inline constexpr auto speed = "Speed";
inline constexpr auto decisions = "Decisions";
inline constexpr auto all_rows = "For all rows";
inline constexpr auto output = "Output";
inline constexpr auto state = "State";
inline constexpr auto service = "Service";
}  // namespace groups

void value(CLI::App& command, const char* name, std::string& to, const char* type,
           const char* group, const char* description);
void values(CLI::App& command, const char* name, std::vector<std::string>& to, const char* type,
            const char* group, const char* description);
void flag(CLI::App& command, const char* name, bool& to, const char* group,
          const char* description);

// serve and config.
void define_service(CLI::App& app, WrittenOptions& written);
// --server, and the commands that ask a running service.
void define_remote(CLI::App& app, WrittenOptions& written);
// --wait.
void define_waiting(CLI::App& command, WrittenOptions& written);
// user, vault and licence, which look after a service.
void define_upkeep(CLI::App& app, WrittenOptions& written);

}  // namespace postferry::app
