// EmbeddedFile: a file that is part of the program.
//
// embed() of cmake/Embed.cmake puts the files of a folder into a library that defines
//   std::span<const EmbeddedFile> NAME();
// which the room that uses it declares in a header of its own. Ordered by path. Constant data; the
// views last as long as the program.
#pragma once

#include <span>
#include <string_view>

namespace postferry {

struct EmbeddedFile {
  std::string_view path;  // below the folder: "en/finished.txt"
  std::string_view bytes;
};

}  // namespace postferry
