// WrittenChoices: which folders and messages, under which names and how gently, as a person wrote
// it; engine_options(): what it means, with a sentence for what is wrong.
//
// Filled by the command line's options, by a list's columns and by what holds for a whole batch.
// Errors: bad_usage, the option's name ("--max-size") in `where`. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/options.hpp"

namespace postferry::service {

// Each as it was written; empty where it was not.
struct WrittenChoices {
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::vector<std::string> exclude_special;
  std::vector<std::string> map;
  std::string into;
  std::string since;
  std::string before;
  std::string max_size;
  std::string connections;
  std::string limit_rate;
  bool accept_dates = false;
  bool accept_new_server = false;
};

Result<engine::Options> engine_options(const WrittenChoices& written);

// A number from 1 to `most`.
Result<std::size_t> number_option(std::string_view option, const std::string& written,
                                  std::size_t most);

// Bytes a second; nothing where nothing is written.
Result<std::optional<std::uint64_t>> rate_option(std::string_view option,
                                                 const std::string& written);

// "FROM=TO" at its only equals sign that has no backslash before it.
Result<engine::FolderMapping> parse_mapping(const std::string& written);

// bad_usage for this option: "colour" cannot be used, and what is allowed.
Error unusable_option(std::string_view option, std::string_view written, std::string_view allowed);

}  // namespace postferry::service
