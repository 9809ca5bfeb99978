#include "service/lists/choice_columns.hpp"

#include <algorithm>
#include <array>

#include "text/ascii.hpp"

namespace postferry::service {
namespace {

constexpr std::array columns{
    ChoiceColumn{"include", &WrittenChoices::include},
    ChoiceColumn{"exclude", &WrittenChoices::exclude},
    ChoiceColumn{"exclude-special", &WrittenChoices::exclude_special},
    ChoiceColumn{"since", &WrittenChoices::since},
    ChoiceColumn{"before", &WrittenChoices::before},
    ChoiceColumn{"max-size", &WrittenChoices::max_size},
    ChoiceColumn{"map", &WrittenChoices::map},
    ChoiceColumn{"into", &WrittenChoices::into},
    ChoiceColumn{"connections", &WrittenChoices::connections},
    ChoiceColumn{"limit-rate", &WrittenChoices::limit_rate},
    ChoiceColumn{"accept-dates", &WrittenChoices::accept_dates},
    ChoiceColumn{"accept-new-server", &WrittenChoices::accept_new_server},
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

std::span<const ChoiceColumn> choice_columns() { return columns; }

std::string column_name(std::string_view written) {
  auto name = text::to_lower(text::trimmed(written));
  std::ranges::replace(name, '_', '-');
  return name;
}

const ChoiceColumn* choice_column(std::string_view name) {
  const auto* found = std::ranges::find(columns, name, &ChoiceColumn::name);
  return found != columns.end() ? &*found : nullptr;
}

std::optional<std::string> write_choice(WrittenChoices& to, const ChoiceColumn& column,
                                        std::string_view value) {
  const auto trimmed = text::trimmed(value);
  if (const auto* one = std::get_if<std::string WrittenChoices::*>(&column.choice))
    to.** one = trimmed;
  if (const auto* many = std::get_if<std::vector<std::string> WrittenChoices::*>(&column.choice))
    add_lines(to.**many, trimmed);
  if (const auto* flag = std::get_if<bool WrittenChoices::*>(&column.choice)) {
    const auto truth = truth_of(trimmed);
    if (!truth) return "Write yes or no.";
    to.** flag = *truth;
  }
  return std::nullopt;
}

void clear_choice(WrittenChoices& of, const ChoiceColumn& column) {
  std::visit([&of](auto choice) { of.*choice = {}; }, column.choice);
}

bool is_written(const WrittenChoices& choices, const ChoiceColumn& column) {
  return std::visit(
      [&choices](auto choice) { return !(choices.*choice == decltype(choices.*choice){}); },
      column.choice);
}

}  // namespace postferry::service
