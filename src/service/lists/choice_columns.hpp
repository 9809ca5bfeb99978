// The columns of a list that choose folders, messages and pace: which there are, and how what
// stands there becomes a choice, as if it had been written on the command line.
//
// Called by the readers of lists and of what holds for all rows. Names are compared without case;
// "_" stands for "-". Pure functions; errors are sentences.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "service/lists/choices.hpp"

namespace postferry::service {

struct ChoiceColumn {
  std::string_view name;  // as the option is called: "exclude-special"
  std::variant<std::string WrittenChoices::*, std::vector<std::string> WrittenChoices::*,
               bool WrittenChoices::*>
      choice;

  // Whether several columns, or several lines of a field, may say it.
  bool is_repeatable() const {
    return std::holds_alternative<std::vector<std::string> WrittenChoices::*>(choice);
  }
};

std::span<const ChoiceColumn> choice_columns();

// "Exclude_Special " is "exclude-special".
std::string column_name(std::string_view written);
// Null where there is none of this name.
const ChoiceColumn* choice_column(std::string_view name);

// Puts the value there; what can be given several times takes each line of it. Nothing, or a
// sentence that says what is allowed.
std::optional<std::string> write_choice(WrittenChoices& to, const ChoiceColumn& column,
                                        std::string_view value);
void clear_choice(WrittenChoices& of, const ChoiceColumn& column);
bool is_written(const WrittenChoices& choices, const ChoiceColumn& column);

}  // namespace postferry::service
