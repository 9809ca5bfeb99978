// Unicode forms of names, for comparing them as people and servers do (utf8proc's home).
//
// Used by folder mapping to find twins and well-known names. Input that is not UTF-8 is given back
// as it is. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace postferry::text {

// Normalization form C (Unicode Annex 15).
std::string composed(std::string_view utf8);

// Composed, and without the difference of case: equal results mean names that differ only there.
std::string folded(std::string_view utf8);

}  // namespace postferry::text
