// Names of an enum's values as they stand in columns, and back.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace postferry::storage::catalog {

template <class Enum>
struct Named {
  Enum value;
  std::string_view name;
};

template <class Enum>
std::string_view name_in(const auto& names, Enum value) {
  for (const auto& named : names)
    if (named.value == value) return named.name;
  return "";
}

// `otherwise` for a name that is none.
template <class Enum>
Enum value_in(const auto& names, std::string_view name, Enum otherwise) {
  for (const auto& named : names)
    if (named.name == name) return named.value;
  return otherwise;
}

// 0 for what is no number.
inline std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace postferry::storage::catalog
