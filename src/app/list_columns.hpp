// The columns of a list of accounts and the lines of its [defaults]: which there are, and how what
// stands there becomes an option, as if it had been written on the command line.
//
// Called by the readers of lists and of defaults. Names are compared without case; "_" stands for
// "-". Pure functions; errors are sentences.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/command_definition.hpp"

namespace postferry::app {

// Where an option may stand beside the command line.
enum class OptionPlace : std::uint8_t { rows_and_defaults, defaults };

struct OptionColumn {
  std::string_view name;  // as the option is called: "exclude-special"
  std::variant<std::string WrittenOptions::*, std::vector<std::string> WrittenOptions::*,
               bool WrittenOptions::*>
      option;
  OptionPlace place = OptionPlace::rows_and_defaults;
};

std::span<const OptionColumn> option_columns();

// "Exclude_Special " is "exclude-special".
std::string column_name(std::string_view written);
// Null where there is none of this name for such a place.
const OptionColumn* option_column(std::string_view name, OptionPlace place);

// Puts the value there; what can be given several times takes each line of it. Nothing, or a
// sentence that says what is allowed.
std::optional<std::string> write_option(WrittenOptions& to, const OptionColumn& column,
                                        std::string_view value);
void clear_option(WrittenOptions& of, const OptionColumn& column);
bool is_written(const WrittenOptions& options, const OptionColumn& column);

}  // namespace postferry::app
