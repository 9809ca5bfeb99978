// What the batch commands say of a list, its rows and its hosts; and reading the list as they all
// do.
#pragma once

#include <string>
#include <string_view>

#include "app/batch_json.hpp"
#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/list.hpp"
#include "app/process.hpp"

namespace postferry::app {

// With its defaults and the passwords for all rows. Failure as read_list() has errors.
List list_for(const CommandLine& line, const Console& console,
              const EnvironmentPasswords& passwords);

// "accounts.csv:12: target: The URL names no user; ...": one line.
std::string problem_text(const std::filesystem::path& list, const ListProblem& problem);
// Events on the standard output with --json, else lines on the standard error: all of them, or the
// first ones and how many there are.
enum class Problems : std::uint8_t { all, first };
void tell_problems(const List& list, const CommandLine& line, const Console& console,
                   Problems which);

// "Line 12: source alice@old.example lets us in."
std::string login_text(const LoginTried& login);
std::string left_alone_text(std::string_view host, std::string_view why);

}  // namespace postferry::app
