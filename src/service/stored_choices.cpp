#include "service/stored_choices.hpp"

namespace postferry::service {
namespace {

// Each choice with its name, for writing and for reading.
void each_choice(auto& choices, auto&& visit) {
  visit("include", choices.include);
  visit("exclude", choices.exclude);
  visit("exclude_special", choices.exclude_special);
  visit("map", choices.map);
  visit("into", choices.into);
  visit("since", choices.since);
  visit("before", choices.before);
  visit("max_size", choices.max_size);
  visit("connections", choices.connections);
  visit("limit_rate", choices.limit_rate);
  visit("accept_dates", choices.accept_dates);
  visit("accept_new_server", choices.accept_new_server);
}

void write(text::json::Object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}
void write(text::json::Object& object, std::string_view name,
           const std::vector<std::string>& values) {
  if (values.empty()) return;
  text::json::Array array;
  for (const auto& value : values) array.emplace_back(value);
  object[name] = std::move(array);
}
void write(text::json::Object& object, std::string_view name, bool value) {
  if (value) object[name] = true;
}

void read(const text::json::Value& value, std::string& into) {
  if (value.is_string()) into = std::string_view(value.get_string());
}
void read(const text::json::Value& value, std::vector<std::string>& into) {
  if (!value.is_array()) return;
  for (const auto& item : value.get_array())
    if (item.is_string()) into.emplace_back(std::string_view(item.get_string()));
}
void read(const text::json::Value& value, bool& into) {
  if (value.is_bool()) into = value.get_bool();
}

}  // namespace

text::json::Object to_json(const WrittenChoices& choices) {
  text::json::Object object;
  each_choice(choices,
              [&object](std::string_view name, const auto& value) { write(object, name, value); });
  return object;
}

WrittenChoices choices_in(const text::json::Object& object) {
  WrittenChoices choices;
  each_choice(choices, [&object](std::string_view name, auto& value) {
    if (const auto* found = object.if_contains(name)) read(*found, value);
  });
  return choices;
}

std::string stored(const WrittenChoices& choices) {
  return text::json::serialize(to_json(choices));
}

WrittenChoices read_stored(std::string_view text) {
  const auto value = text::json::parse(text);
  if (!value || !value->is_object()) return {};
  return choices_in(value->get_object());
}

}  // namespace postferry::service
