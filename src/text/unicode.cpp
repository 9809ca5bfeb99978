#include "text/unicode.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

#include "text/ascii.hpp"

namespace postferry::text {
namespace {

std::string normalized(std::string_view utf8, unsigned options) {
  utf8proc_uint8_t* raw = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()),
                                   static_cast<utf8proc_ssize_t>(utf8.size()), &raw,
                                   static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
  if (length < 0) return std::string(utf8);
  return std::string(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(length));
}

}  // namespace

std::string composed(std::string_view utf8) {
  return normalized(utf8, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string folded(std::string_view utf8) {
  // Most names are ASCII, and there are many of them.
  if (std::ranges::all_of(utf8, [](char c) { return c >= 0; })) return to_lower(utf8);
  return normalized(utf8, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

}  // namespace postferry::text
