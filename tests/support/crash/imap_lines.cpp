#include "tests/support/crash/imap_lines.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace postferry::test {

std::optional<AnnouncedLiteral> literal_announced_by(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (!line.ends_with('}')) return std::nullopt;
  line.remove_suffix(1);
  AnnouncedLiteral literal;
  if (line.ends_with('+')) {
    literal.kind = LiteralKind::non_synchronizing;
    line.remove_suffix(1);
  }
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos || open + 1 == line.size()) return std::nullopt;
  const std::string_view digits = line.substr(open + 1);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), literal.size_bytes);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return literal;
}

void ImapLines::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    if (announced_) {
      const AnnouncedLiteral literal = *std::exchange(announced_, std::nullopt);
      if (!literal_comes || literal_comes(literal)) literal_left_bytes_ = literal.size_bytes;
    }
    if (literal_left_bytes_ > 0) {
      const auto taken =
          static_cast<std::size_t>(std::min<std::uint64_t>(literal_left_bytes_, bytes.size()));
      on_literal(bytes.substr(0, taken));
      bytes.remove_prefix(taken);
      literal_left_bytes_ -= taken;
      if (literal_left_bytes_ == 0 && on_literal_end) on_literal_end();
      continue;
    }
    const std::size_t end = bytes.find('\n');
    const std::size_t taken = end == std::string_view::npos ? bytes.size() : end + 1;
    line_ += bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    if (end != std::string_view::npos) finish_line();
  }
}

void ImapLines::finish_line() {
  std::string line = std::exchange(line_, {});
  announced_ = literal_announced_by(line);
  on_line(std::move(line));
}

}  // namespace postferry::test
