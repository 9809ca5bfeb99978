#include "mail/digest.hpp"

#include <algorithm>
#include <optional>

#include "text/header_fields.hpp"

namespace postferry::mail {
namespace {

constexpr std::array<std::string_view, 7> fields{"Message-ID", "Date",    "From",       "To",
                                                 "Cc",         "Subject", "In-Reply-To"};
constexpr std::size_t identifying = 2;

// One line, and without the 8-bit bytes that some servers replace.
std::string comparable(std::string_view body) {
  auto value = text::unfolded(body);
  std::ranges::replace_if(
      value, [](char c) { return c == 0 || static_cast<unsigned char>(c) >= 0x80; }, 'X');
  return value;
}

}  // namespace

std::span<const std::string_view> fingerprint_fields() { return fields; }

Fingerprint fingerprint_of(std::string_view header) {
  std::array<std::optional<std::string>, fields.size()> values;
  text::for_each_field(header, [&values](std::string_view name, std::string_view body) {
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (!values[i] && text::equal_ignoring_case(name, fields[i])) values[i] = comparable(body);
  });
  const auto present = [&values](std::size_t i) { return values[i] && !values[i]->empty(); };
  const bool strong = present(0) && present(1);
  Sha256 hash;
  for (std::size_t i = 0; i < (strong ? identifying : fields.size()); ++i) {
    if (present(i)) hash.update(*values[i]);
    hash.update(std::string_view("\n"));
  }
  const auto digest = hash.finish();
  Fingerprint::Bytes bytes;
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  bytes[0] = static_cast<unsigned char>((bytes[0] & ~1) | (strong ? 1 : 0));
  return Fingerprint(bytes);
}

}  // namespace postferry::mail
