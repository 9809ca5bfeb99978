#include "engine/placement_list.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace postferry::engine {
namespace {

// Combinations beyond these are looked for no more; a folder has a handful.
constexpr std::size_t most_compared = 64;

// Seven bits a byte, the lowest first; the high bit says that more follow.
void put(std::string& to, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) to.push_back(static_cast<char>(0x80 | (number & 0x7f)));
  to.push_back(static_cast<char>(number));
}

std::uint64_t take_number(std::string_view& rest) {
  std::uint64_t number = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
}

// Small for small numbers of either sign.
std::uint64_t folded(std::int64_t number) {
  return (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
}

std::int64_t unfolded(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1);
}

void put(std::string& to, std::string_view text) {
  put(to, text.size());
  to.append(text);
}

std::string_view take_text(std::string_view& rest) {
  const auto size = take_number(rest);
  const auto text = rest.substr(0, size);
  rest.remove_prefix(size);
  return text;
}

}  // namespace

mail::Placement PlacementList::Iterator::operator*() const {
  auto rest = rest_;
  return list_->unpack(rest);
}

PlacementList::Iterator& PlacementList::Iterator::operator++() {
  skip(rest_);
  return *this;
}

void PlacementList::add(const mail::Placement& placement) {
  put(packed_, placement.id.bytes());
  put(packed_, placement.content_id);
  put(packed_, placement.version);
  put(packed_, number_of(placement.flags));
  put(packed_, folded(placement.received.instant.time_since_epoch().count()));
  put(packed_, folded(placement.received.zone.count()));
  put(packed_, placement.size_bytes);
  ++count_;
  message_bytes_ += placement.size_bytes;
}

std::uint64_t PlacementList::number_of(const mail::Flags& flags) {
  const auto compared =
      flags_.end() - static_cast<std::ptrdiff_t>(std::min(flags_.size(), most_compared));
  const auto known = std::find(compared, flags_.end(), flags);
  if (known != flags_.end()) return static_cast<std::uint64_t>(known - flags_.begin());
  flags_.push_back(flags);
  return flags_.size() - 1;
}

mail::Placement PlacementList::unpack(std::string_view& rest) const {
  mail::Placement placement;
  placement.id = mail::ItemId(std::string(take_text(rest)));
  placement.content_id = take_text(rest);
  placement.version = take_number(rest);
  placement.flags = flags_[take_number(rest)];
  placement.received.instant = Instant(std::chrono::seconds(unfolded(take_number(rest))));
  placement.received.zone = std::chrono::minutes(unfolded(take_number(rest)));
  placement.size_bytes = take_number(rest);
  return placement;
}

void PlacementList::skip(std::string_view& rest) {
  take_text(rest);
  take_text(rest);
  for (int number = 0; number < 5; ++number) take_number(rest);
}

void PlacementList::drop_first() {
  auto rest = std::string_view(packed_).substr(taken_);
  message_bytes_ -= unpack(rest).size_bytes;
  taken_ = packed_.size() - rest.size();
  --count_;
}

void PlacementList::remove_if(const std::function<bool(const mail::Placement&)>& which) {
  PlacementList kept;
  for (const auto& placement : *this)
    if (!which(placement)) kept.add(placement);
  *this = std::move(kept);
}

}  // namespace postferry::engine
