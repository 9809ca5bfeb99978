#include "text/base64.hpp"

#include <array>

namespace postferry::text {
namespace {

constexpr std::string_view standard_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view mailbox_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr auto standard_values = values_of(standard_digits);
constexpr auto mailbox_values = values_of(mailbox_digits);

std::unexpected<Error> no_base64(std::string_view why) {
  return std::unexpected(
      Error{.code = ErrorCode::protocol_broken, .text = std::string(why), .where = {}});
}

// Takes the padding off; false when the length is wrong.
bool strip_padding(std::string_view& text) {
  if (text.size() % 4 != 0) return false;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return true;
}

}  // namespace

std::string base64_encode(std::string_view bytes, Base64Alphabet alphabet) {
  const bool padded = alphabet == Base64Alphabet::standard;
  const std::string_view digits = padded ? standard_digits : mailbox_digits;
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    held += 8;
    for (; held >= 6; held -= 6) out.push_back(digits[bits >> (held - 6) & 63]);
  }
  if (held > 0) out.push_back(digits[bits << (6 - held) & 63]);
  while (padded && out.size() % 4 != 0) out.push_back('=');
  return out;
}

Result<std::string> base64_decode(std::string_view text, Base64Alphabet alphabet) {
  const bool padded = alphabet == Base64Alphabet::standard;
  if (padded && !strip_padding(text)) return no_base64("base64: not a multiple of four characters");
  const auto& values = padded ? standard_values : mailbox_values;
  std::string out;
  out.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int held = 0;
  for (char digit : text) {
    const std::uint8_t value = values[static_cast<unsigned char>(digit)];
    if (value == no_digit) return no_base64("base64: a character outside its alphabet");
    bits = bits << 6 | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out.push_back(static_cast<char>(bits >> held & 0xff));
    }
  }
  if (held >= 6 || (bits & ((1U << held) - 1)) != 0) return no_base64("base64: bits left over");
  return out;
}

}  // namespace postferry::text
