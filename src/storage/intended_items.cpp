#include "storage/intended_items.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace postferry::storage {
namespace {

void put(std::string& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<char>(number | 0x80));
  bytes.push_back(static_cast<char>(number));
}

std::uint64_t zigzag(std::int64_t number) {
  return (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
}

std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>((number >> 1) ^ (0 - (number & 1)));
}

// Reads from the front of `rest`; after a failure everything fails.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      if (shift == 63 && byte > 1) break;
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    failed_ = true;
    return 0;
  }

  std::string_view bytes(std::uint64_t size) {
    if (size > rest_.size()) failed_ = true;
    if (failed_) return {};
    const auto value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return value;
  }

  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

// Years 1 to 9999: what a date in mail can be, and far inside the range of every type.
constexpr std::int64_t longest_instant = 400'000'000'000;
constexpr std::int64_t widest_zone = std::int64_t{100} * 60;

std::optional<IntendedItem> read_item(Reader& reader) {
  IntendedItem item;
  item.source = mail::ItemId(std::string(reader.bytes(reader.number())));
  const auto instant = unzigzag(reader.number());
  const auto zone = unzigzag(reader.number());
  item.size_bytes = reader.number();
  if (reader.failed() || instant < -longest_instant || instant > longest_instant ||
      zone < -widest_zone || zone > widest_zone)
    return std::nullopt;
  item.received = {.instant = Instant(std::chrono::seconds(instant)),
                   .zone = std::chrono::minutes(zone)};
  return item;
}

}  // namespace

std::string pack(const std::vector<IntendedItem>& items) {
  std::string bytes;
  bytes.reserve(8 + items.size() * 24);
  put(bytes, items.size());
  for (const auto& item : items) {
    put(bytes, item.source.bytes().size());
    bytes.append(item.source.bytes());
    put(bytes, zigzag(item.received.instant.time_since_epoch().count()));
    put(bytes, zigzag(item.received.zone.count()));
    put(bytes, item.size_bytes);
  }
  return bytes;
}

Result<std::vector<IntendedItem>> unpack(std::string_view bytes) {
  Reader reader(bytes);
  std::vector<IntendedItem> items;
  const auto count = reader.number();
  while (!reader.failed() && items.size() < count) {
    auto item = read_item(reader);
    if (!item) break;
    items.push_back(*std::move(item));
  }
  if (reader.failed() || items.size() != count || !reader.at_end())
    return std::unexpected(Error{.code = ErrorCode::state_broken,
                                 .text = "The journal holds an intent that cannot be read.",
                                 .where = {},
                                 .scope = Scope::account});
  return items;
}

}  // namespace postferry::storage
