#include "text/base32.hpp"

#include <array>
#include <cstdint>

namespace postferry::text {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::uint8_t none = 0xFF;

constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(none);
  for (std::size_t value = 0; value < alphabet.size(); ++value) {
    const auto letter = static_cast<unsigned char>(alphabet[value]);
    table[letter] = static_cast<std::uint8_t>(value);
    if (letter >= 'A') table[letter + ('a' - 'A')] = static_cast<std::uint8_t>(value);
  }
  for (const char letter : {'I', 'i', 'L', 'l'}) table[static_cast<unsigned char>(letter)] = 1;
  for (const char letter : {'O', 'o'}) table[static_cast<unsigned char>(letter)] = 0;
  return table;
}();

}  // namespace

std::string base32_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xFFFF;
    for (count += 8; count >= 5; count -= 5) text += alphabet[bits >> (count - 5) & 31];
  }
  if (count > 0) text += alphabet[bits << (5 - count) & 31];
  return text;
}

std::optional<std::string> base32_decode(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() * 5 / 8);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char letter : text) {
    const auto value = values[static_cast<unsigned char>(letter)];
    if (value == none) return std::nullopt;
    bits = (bits << 5 | value) & 0xFFFF;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  if (count >= 5 || (bits & ((1U << count) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace postferry::text
