#include "text/idna.hpp"

#include <algorithm>
#include <cstddef>
#include <idn2.h>
#include <memory>

#include "text/ascii.hpp"

namespace postferry::text {
namespace {

constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_name = 253;

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0; });
}

bool is_letter_digit_hyphen(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

//   label = let-dig [*let-dig-hyp let-dig], as RFC 1123 has it, and "_"
bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, is_letter_digit_hyphen);
}

bool is_name(std::string_view name) {
  if (name.size() > longest_name) return false;
  while (true) {
    const auto dot = name.find('.');
    if (!is_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

std::optional<std::string> to_ascii(const std::string& utf8) {
  if (utf8.contains('\0')) return std::nullopt;
  char* raw = nullptr;
  const int wrong = ::idn2_to_ascii_8z(utf8.c_str(), &raw, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  const std::unique_ptr<char, decltype(&::idn2_free)> owner(raw, &::idn2_free);
  if (wrong != IDN2_OK || raw == nullptr) return std::nullopt;
  return std::string(raw);
}

}  // namespace

std::optional<std::string> ascii_domain(std::string_view utf8) {
  std::string name = to_lower(utf8);
  if (!is_ascii(name)) {
    auto ascii = to_ascii(name);
    if (!ascii) return std::nullopt;
    name = to_lower(*ascii);
  }
  if (name.ends_with('.')) name.pop_back();
  if (!is_name(name)) return std::nullopt;
  return name;
}

}  // namespace postferry::text
