#include "storage/dialect.hpp"

#include <fmt/args.h>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace postferry::storage {
namespace {

// How PostgreSQL writes BYTEA as text, both ways.
constexpr std::string_view hex_mark = "\\x";
constexpr std::string_view hex_digits = "0123456789abcdef";

std::optional<unsigned> digit(char character) {
  const auto value = hex_digits.find(character);
  if (value == std::string_view::npos) return std::nullopt;
  return static_cast<unsigned>(value);
}

Failure unreadable() {
  return Failure({.code = ErrorCode::state_broken,
                  .text = "The database gave bytes that cannot be read.",
                  .where = {}});
}

}  // namespace

std::string Dialect::fill(std::string_view pattern) const {
  return fmt::format(fmt::runtime(pattern), fmt::arg("bytes", words_.bytes),
                     fmt::arg("text", words_.text), fmt::arg("number", words_.number),
                     fmt::arg("new_id", words_.new_id), fmt::arg("kept_by_key", words_.kept_by_key),
                     fmt::arg("now", words_.now), fmt::arg("now_ms", words_.now_ms));
}

void Dialect::to_hex(std::string& column, std::string_view value) {
  column.resize(hex_mark.size() + 2 * value.size());
  auto* out = hex_mark.copy(column.data(), hex_mark.size()) + column.data();
  for (const char character : value) {
    const auto byte = static_cast<unsigned char>(character);
    *out++ = hex_digits[byte >> 4U];
    *out++ = hex_digits[byte & 0xfU];
  }
}

std::string Dialect::from_hex(std::string_view column) {
  if (column.empty()) return {};  // NULL
  if (!column.starts_with(hex_mark) || column.size() % 2 != 0) throw unreadable();
  std::string value;
  value.reserve(column.size() / 2 - 1);
  for (auto i = hex_mark.size(); i < column.size(); i += 2) {
    const auto high = digit(column[i]);
    const auto low = digit(column[i + 1]);
    if (!high || !low) throw unreadable();
    value.push_back(static_cast<char>(*high << 4U | *low));
  }
  return value;
}

std::unique_ptr<Dialect> make_dialect(const DatabaseAddress& address, std::string_view schema) {
  if (const auto* sqlite = std::get_if<SqliteFile>(&address))
    return sqlite_dialect(*sqlite, schema);
  return postgres_dialect(std::get<PostgresServer>(address), schema);
}

}  // namespace postferry::storage
