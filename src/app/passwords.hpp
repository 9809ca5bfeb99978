// Where passwords come from: a file, the environment, or a person at the terminal; never an
// argument.
//
// Called by the commands that log in, before any connection is made. Errors are bad_usage,
// file_unreadable or interrupted and hold nothing of a password.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "service/account_url.hpp"

namespace postferry::app {

inline constexpr std::size_t longest_password_bytes = 4096;

// A sentence that a person should read.
using Warn = std::function<void(std::string_view)>;

// The file where one is named, else the environment, else the terminal.
Result<Secret> password_of(const service::AccountUrl& account, const std::filesystem::path& file,
                           const Secret& environment, const Warn& warn);

// The first line without its line end, of at most longest_password_bytes. Warns when others may
// read the file.
Result<Secret> password_in_file(const std::filesystem::path& file, Side side, const Warn& warn);

// Asks at /dev/tty without echo, for at most ten minutes; Ctrl-C gives interrupted, and the
// terminal is as it was. `ways` says what to do where there is no terminal.
Result<Secret> ask_password(std::string_view question, std::string_view ways);

}  // namespace postferry::app
