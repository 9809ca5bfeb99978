// What one row of a list chooses for itself, in place of what holds for all rows.
//
// Called by the readers of lists with a header, for each row. What a column says stands for itself,
// not beside what holds for all; an empty field changes nothing. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/options.hpp"
#include "service/lists/header.hpp"

namespace postferry::service {

struct ChoiceProblem {
  std::string column;  // "max-size"
  std::string text;    // what is wrong and what is allowed
};

struct OwnOptions {
  // Nothing: none of its own, or wrong. Both say the same.
  std::optional<engine::Options> options;
  std::optional<WrittenChoices> written;
  std::vector<ChoiceProblem> problems;
};

OwnOptions own_options(const Header& header, const std::vector<std::string>& cells,
                       const WrittenChoices& common);

}  // namespace postferry::service
