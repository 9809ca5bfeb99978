#include "imap/store/translate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace postferry::imap {
namespace {

constexpr std::array<std::pair<SystemFlag, mail::SystemFlag>, 5> system_flags{{
    {SystemFlag::seen, mail::SystemFlag::seen},
    {SystemFlag::answered, mail::SystemFlag::answered},
    {SystemFlag::flagged, mail::SystemFlag::flagged},
    {SystemFlag::deleted, mail::SystemFlag::deleted},
    {SystemFlag::draft, mail::SystemFlag::draft},
}};

std::string decimal(std::uint32_t number) {
  std::array<char, 10> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

}  // namespace

mail::Flags domain_flags(const Flags& flags) {
  mail::Flags result;
  for (const auto& [wire, domain] : system_flags)
    if (flags.has(wire)) result.set(domain);
  for (const auto& keyword : flags.keywords())
    if (!keyword.empty() && keyword.front() != '\\') result.add_keyword(keyword);
  return result;
}

Flags wire_flags(const mail::Flags& flags) {
  Flags result;
  for (const auto& [wire, domain] : system_flags)
    if (flags.has(domain)) result.set(wire);
  for (const auto& keyword : flags.keywords())
    if (is_keyword(keyword)) result.add(keyword);
  return result;
}

bool is_keyword(std::string_view text) noexcept {
  constexpr std::string_view specials = "(){%*\"\\]";
  return !text.empty() && std::ranges::all_of(text, [specials](char c) {
    return c > ' ' && c < 0x7f && specials.find(c) == std::string_view::npos;
  });
}

mail::Received received(const InternalDate& date) { return {date.instant, date.zone}; }

InternalDate internal_date(const mail::Received& received) {
  return {received.instant, received.zone};
}

mail::ItemId item_id(Uid uid) { return mail::ItemId(decimal(uid)); }

Uid uid_of(const mail::ItemId& id) noexcept {
  const auto text = id.bytes();
  Uid uid = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), uid);
  return wrong == std::errc() && end == text.data() + text.size() ? uid : 0;
}

UidSet uid_set(std::span<const mail::ItemId> ids) {
  std::vector<UidRange> ranges;
  ranges.reserve(ids.size());
  for (const auto& id : ids)
    if (const Uid uid = uid_of(id); uid != 0) ranges.push_back({uid, uid});
  return UidSet::from_unsorted(std::move(ranges));
}

mail::Generation generation(UidValidity validity) { return mail::Generation(decimal(validity)); }

}  // namespace postferry::imap
