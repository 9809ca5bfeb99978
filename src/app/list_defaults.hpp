// What holds for all rows of a list: the options of the command line and the file given by
// --defaults, of lines NAME = VALUE below [defaults], with # before remarks.
//
// What stands on the command line wins. Called by the batch commands' parsing. Errors: bad_usage
// with the line, file_unreadable. A password never stands in it.
#pragma once

#include <filesystem>

#include "app/list.hpp"
#include "app/process.hpp"

namespace postferry::app {

// Fills what `written` leaves empty.
Result<WrittenOptions> with_defaults_file(WrittenOptions written,
                                          const std::filesystem::path& file);

// The passwords that hold for all rows: of the files that are named, else of the environment;
// empty where there is none. Nobody is asked: a list is not for somebody at a terminal.
Result<ListDefaults> list_defaults(const WrittenOptions& written,
                                   const EnvironmentPasswords& environment, const Warn& warn);

}  // namespace postferry::app
