// What help and man page say beside the options: examples, the parts of an account's URL, and the
// environment. Constant data.
#pragma once

#include <span>
#include <string_view>

namespace postferry::app {

struct Note {
  std::string_view term;
  std::string_view meaning;
};

// Whole commands with what they do; of one command, or of all when `command` is empty.
std::span<const Note> examples(std::string_view command);
// The parameters behind the ? of an account's URL.
std::span<const Note> url_parameters();
std::span<const Note> environment();
std::span<const Note> files();

}  // namespace postferry::app
