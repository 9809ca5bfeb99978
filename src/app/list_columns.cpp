#include "app/list_columns.hpp"

#include <algorithm>
#include <array>

#include "text/ascii.hpp"

namespace postferry::app {
namespace {

using enum OptionPlace;

constexpr std::array columns{
    OptionColumn{"include", &WrittenOptions::include},
    OptionColumn{"exclude", &WrittenOptions::exclude},
    OptionColumn{"exclude-special", &WrittenOptions::exclude_special},
    OptionColumn{"since", &WrittenOptions::since},
    OptionColumn{"before", &WrittenOptions::before},
    OptionColumn{"max-size", &WrittenOptions::max_size},
    OptionColumn{"map", &WrittenOptions::map},
    OptionColumn{"into", &WrittenOptions::into},
    OptionColumn{"connections", &WrittenOptions::connections},
    OptionColumn{"limit-rate", &WrittenOptions::limit_rate},
    OptionColumn{"accept-dates", &WrittenOptions::accept_dates},
    OptionColumn{"accept-new-server", &WrittenOptions::accept_new_server},
    OptionColumn{"source-server", &WrittenOptions::source_server, defaults},
    OptionColumn{"target-server", &WrittenOptions::target_server, defaults},
    OptionColumn{"source-password-file", &WrittenOptions::source_password_file, defaults},
    OptionColumn{"target-password-file", &WrittenOptions::target_password_file, defaults},
    OptionColumn{"parallel", &WrittenOptions::parallel, defaults},
    OptionColumn{"connections-per-host", &WrittenOptions::connections_per_host, defaults},
    OptionColumn{"connections-per-user", &WrittenOptions::connections_per_user, defaults},
    OptionColumn{"limit-rate-per-host", &WrittenOptions::limit_rate_per_host, defaults},
    OptionColumn{"limit-rate-total", &WrittenOptions::limit_rate_total, defaults},
    OptionColumn{"state", &WrittenOptions::state, defaults},
    OptionColumn{"results", &WrittenOptions::results, defaults},
};

std::optional<bool> truth_of(std::string_view value) {
  for (const auto* yes : {"yes", "true", "1", "on"})
    if (text::equal_ignoring_case(value, yes)) return true;
  for (const auto* no : {"no", "false", "0", "off"})
    if (text::equal_ignoring_case(value, no)) return false;
  return std::nullopt;
}

void add_lines(std::vector<std::string>& to, std::string_view value) {
  while (!value.empty()) {
    const auto end = std::min(value.find_first_of("\r\n"), value.size());
    if (const auto line = text::trimmed(value.substr(0, end)); !line.empty()) to.emplace_back(line);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

}  // namespace

std::span<const OptionColumn> option_columns() { return columns; }

std::string column_name(std::string_view written) {
  auto name = text::to_lower(text::trimmed(written));
  std::ranges::replace(name, '_', '-');
  return name;
}

const OptionColumn* option_column(std::string_view name, OptionPlace place) {
  const auto* found = std::ranges::find(columns, name, &OptionColumn::name);
  const bool is_there =
      found != columns.end() && (place == defaults || found->place == rows_and_defaults);
  return is_there ? &*found : nullptr;
}

std::optional<std::string> write_option(WrittenOptions& to, const OptionColumn& column,
                                        std::string_view value) {
  const auto trimmed = text::trimmed(value);
  if (const auto* one = std::get_if<std::string WrittenOptions::*>(&column.option))
    to.** one = trimmed;
  if (const auto* many = std::get_if<std::vector<std::string> WrittenOptions::*>(&column.option))
    add_lines(to.**many, trimmed);
  if (const auto* flag = std::get_if<bool WrittenOptions::*>(&column.option)) {
    const auto truth = truth_of(trimmed);
    if (!truth) return "Write yes or no.";
    to.** flag = *truth;
  }
  return std::nullopt;
}

void clear_option(WrittenOptions& of, const OptionColumn& column) {
  std::visit([&of](auto option) { of.*option = {}; }, column.option);
}

bool is_written(const WrittenOptions& options, const OptionColumn& column) {
  return std::visit(
      [&options](auto option) { return !(options.*option == decltype(options.*option){}); },
      column.option);
}

}  // namespace postferry::app
