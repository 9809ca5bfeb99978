#include "text/modified_utf7.hpp"

#include "text/base64.hpp"
#include "text/utf8.hpp"

namespace postferry::text {
namespace {

std::unexpected<Error> no_modified_utf7(std::string_view why) {
  return std::unexpected(
      Error{.code = ErrorCode::protocol_broken, .text = std::string(why), .where = {}});
}

bool stands_for_itself(char32_t character) { return character >= 0x20 && character <= 0x7e; }

void append_utf16(std::string& out, char32_t character) {
  const auto unit = [&out](char32_t value) {
    out.push_back(static_cast<char>(value >> 8 & 0xff));
    out.push_back(static_cast<char>(value & 0xff));
  };
  if (character < 0x10000) return unit(character);
  unit(0xd800 + ((character - 0x10000) >> 10));
  unit(0xdc00 + ((character - 0x10000) & 0x3ff));
}

// Big-endian UTF-16 to UTF-8; false for NUL, lone surrogates or half a unit.
bool append_from_utf16(std::string& out, std::string_view units) {
  if (units.empty() || units.size() % 2 != 0) return false;
  char32_t high = 0;
  for (std::size_t i = 0; i < units.size(); i += 2) {
    const char32_t unit = static_cast<char32_t>(static_cast<unsigned char>(units[i])) << 8 |
                          static_cast<unsigned char>(units[i + 1]);
    if (unit == 0) return false;
    const bool is_low = unit >= 0xdc00 && unit <= 0xdfff;
    if ((high != 0) != is_low) return false;
    if (is_low) {
      append_utf8(out, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
      high = 0;
    } else if (unit >= 0xd800 && unit <= 0xdbff) {
      high = unit;
    } else {
      append_utf8(out, unit);
    }
  }
  return high == 0;
}

}  // namespace

Result<std::string> modified_utf7_encode(std::string_view utf8) {
  const auto characters = code_points(utf8);
  if (!characters) {
    return std::unexpected(
        Error{.code = ErrorCode::bad_usage, .text = "the name is not UTF-8", .where = {}});
  }
  std::string out;
  std::string units;
  const auto flush = [&out, &units] {
    if (units.empty()) return;
    out.append("&").append(base64_encode(units, Base64Alphabet::mailbox)).append("-");
    units.clear();
  };
  for (char32_t character : *characters) {
    if (!stands_for_itself(character)) {
      append_utf16(units, character);
      continue;
    }
    flush();
    out.push_back(static_cast<char>(character));
    if (character == U'&') out.push_back('-');
  }
  flush();
  return out;
}

Result<std::string> modified_utf7_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto character = static_cast<unsigned char>(text.front());
    if (!stands_for_itself(character))
      return no_modified_utf7("modified UTF-7: a character outside ASCII");
    text.remove_prefix(1);
    if (character != '&') {
      out.push_back(static_cast<char>(character));
      continue;
    }
    const std::size_t end = text.find('-');
    if (end == std::string_view::npos) return no_modified_utf7("modified UTF-7: '&' without '-'");
    if (end == 0) {
      out.push_back('&');
    } else {
      const auto units = base64_decode(text.substr(0, end), Base64Alphabet::mailbox);
      if (!units) return std::unexpected(units.error());
      if (!append_from_utf16(out, *units)) return no_modified_utf7("modified UTF-7: broken UTF-16");
    }
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace postferry::text
