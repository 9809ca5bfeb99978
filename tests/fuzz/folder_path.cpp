// mail/folder_path: what parses is written so that it parses to the same path, and any segments
// that are accepted are read again from their text.
#include "mail/folder_path.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using postferry::mail::FolderPath;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const FolderPath& path) {
  const auto again = FolderPath::parse(path.text());
  require(again.has_value() && *again == path && again->text() == path.text());
  require(path.is_within(path.parent()));
  require(path.parent().child(path.name()) == path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto path = FolderPath::parse(text)) check(*path);
  // The same bytes as segments, with line ends between them, so that slashes stand anywhere.
  std::vector<std::string> segments(1);
  for (const char c : text) {
    if (c == '\n')
      segments.emplace_back();
    else
      segments.back().push_back(c);
  }
  if (const auto path = FolderPath::from_segments(segments)) check(*path);
  return 0;
}
