// The colours of lines at a terminal (ECMA-48 section 8.3.117, SGR).
//
// Used by what draws on a Screen whose Colour is ansi. Values only.
#pragma once

#include <string_view>

namespace postferry::app::ansi {

inline constexpr std::string_view red = "\x1b[31m";
inline constexpr std::string_view yellow = "\x1b[33m";
inline constexpr std::string_view usual = "\x1b[0m";

}  // namespace postferry::app::ansi
