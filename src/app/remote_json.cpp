#include "app/remote_json.hpp"

namespace postferry::app {

const text::json::Value& field_in(const text::json::Value& value, std::string_view name) {
  static const text::json::Value nothing;
  const auto* object = value.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains(name);
  return found == nullptr ? nothing : *found;
}

std::string text_in(const text::json::Value& value, std::string_view name) {
  const auto* text = field_in(value, name).if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

std::uint64_t number_in(const text::json::Value& value, std::string_view name) {
  const auto& field = field_in(value, name);
  if (const auto* number = field.if_int64())
    return *number < 0 ? 0 : static_cast<std::uint64_t>(*number);
  const auto* number = field.if_uint64();
  return number == nullptr ? 0 : *number;
}

const text::json::Array& array_in(const text::json::Value& value, std::string_view name) {
  static const text::json::Array nothing;
  const auto* array = field_in(value, name).if_array();
  return array == nullptr ? nothing : *array;
}

}  // namespace postferry::app
