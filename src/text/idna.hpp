// Domain names beyond ASCII as DNS carries them (IDNA 2008 with the mapping of UTS 46), the home of
// libidn2.
//
// Used where people write servers and addresses. Pure function, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postferry::text {

// "Müller.Example" is "xn--mller-kva.example": in lower case, without a dot at the end. Nothing for
// what DNS cannot carry: an empty label, one over 63 bytes, a name over 253, characters that no
// domain holds. Underscores stay, as real servers' names have them.
std::optional<std::string> ascii_domain(std::string_view utf8);

}  // namespace postferry::text
