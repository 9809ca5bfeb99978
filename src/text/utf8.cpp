#include "text/utf8.hpp"

#include <cstddef>

namespace postferry::text {
namespace {

struct Sequence {
  std::size_t length;
  char32_t first_bits;
  char32_t smallest;
};

std::optional<Sequence> sequence_of(unsigned char lead) {
  if (lead < 0x80) return Sequence{1, lead, 0};
  if (lead >= 0xC2 && lead <= 0xDF) return Sequence{2, static_cast<char32_t>(lead & 0x1F), 0x80};
  if (lead >= 0xE0 && lead <= 0xEF) return Sequence{3, static_cast<char32_t>(lead & 0x0F), 0x800};
  if (lead >= 0xF0 && lead <= 0xF4) return Sequence{4, static_cast<char32_t>(lead & 0x07), 0x10000};
  return std::nullopt;
}

// Decodes the code point at `at` and moves `at` behind it.
std::optional<char32_t> decode(std::string_view bytes, std::size_t& at) {
  const auto sequence = sequence_of(static_cast<unsigned char>(bytes[at]));
  if (!sequence || bytes.size() - at < sequence->length) return std::nullopt;
  char32_t value = sequence->first_bits;
  for (std::size_t i = 1; i < sequence->length; ++i) {
    const auto next = static_cast<unsigned char>(bytes[at + i]);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    value = (value << 6) | (next & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < sequence->smallest || surrogate || value > 0x10FFFF) return std::nullopt;
  at += sequence->length;
  return value;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();)
    if (!decode(bytes, at)) return false;
  return true;
}

std::optional<std::u32string> code_points(std::string_view bytes) {
  std::u32string result;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto value = decode(bytes, at);
    if (!value) return std::nullopt;
    result.push_back(*value);
  }
  return result;
}

void append_utf8(std::string& to, char32_t c) {
  const auto put = [&to](char32_t byte) { to.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

}  // namespace postferry::text
