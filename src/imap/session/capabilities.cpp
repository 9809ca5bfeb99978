#include "imap/session/capabilities.hpp"

#include <algorithm>
#include <charconv>

#include "text/ascii.hpp"

namespace postferry::imap {

Capabilities::Capabilities(std::vector<std::string> words) : words_(std::move(words)) {}

bool Capabilities::has(std::string_view name) const noexcept {
  return std::ranges::any_of(
      words_, [name](const std::string& word) { return text::equal_ignoring_case(word, name); });
}

void Capabilities::remove(std::string_view name) {
  std::erase_if(words_,
                [name](const std::string& word) { return text::equal_ignoring_case(word, name); });
}

LiteralSupport Capabilities::literals() const noexcept {
  if (has("LITERAL+")) return LiteralSupport::plus;
  if (has("LITERAL-")) return LiteralSupport::minus;
  return LiteralSupport::synchronizing;
}

std::optional<std::uint64_t> Capabilities::append_limit_bytes() const noexcept {
  constexpr std::string_view prefix = "APPENDLIMIT=";
  for (const std::string_view word : words_) {
    if (!text::equal_ignoring_case(word.substr(0, prefix.size()), prefix)) continue;
    const std::string_view digits = word.substr(prefix.size());
    std::uint64_t bytes = 0;
    const auto [end, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), bytes);
    if (problem == std::errc{} && end == digits.data() + digits.size()) return bytes;
  }
  return std::nullopt;
}

}  // namespace postferry::imap
