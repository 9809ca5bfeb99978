// What a command still wants, in one sentence, where its arguments are not all there.
//
// Used by parse_command_line(). Pure function.
#pragma once

#include <string>
#include <string_view>

namespace postferry::app {

// `command` may be two words, "batch run", or a group alone, "batch".
std::string missing_word(std::string_view command);

}  // namespace postferry::app
