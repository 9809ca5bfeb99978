#include "service/time_zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>
#include <stdexcept>

#include "service/pasted_text.hpp"

namespace postferry::service {
namespace {

constexpr std::size_t longest_name = 64;

const date::time_zone* found(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

}  // namespace

TimeZone TimeZone::utc() { return TimeZone(date::locate_zone("Etc/UTC")); }

Checked<TimeZone> TimeZone::named(std::string_view name) {
  const auto* zone = name.empty() || name.size() > longest_name ? nullptr : found(name);
  if (zone == nullptr)
    return refused(FindingCode::unknown_time_zone,
                   fmt::format("There is no time zone {}; write one such as Europe/Berlin.",
                               shown_in_quotes(name)));
  return TimeZone(zone);
}

const std::string& TimeZone::name() const { return zone_->name(); }

TimeZone::Meaning TimeZone::meaning(std::chrono::local_seconds wall) const {
  const date::local_seconds local(wall.time_since_epoch());
  const auto info = zone_->get_info(local);
  const Instant at(wall.time_since_epoch() - info.first.offset);
  switch (info.result) {
    case date::local_info::nonexistent:
      return {Instant(info.first.end.time_since_epoch()), Clock::skips_it};
    case date::local_info::ambiguous:
      return {at, Clock::shows_it_twice};
    default:
      return {at, Clock::shows_it_once};
  }
}

std::chrono::local_seconds TimeZone::wall(Instant at) const {
  const auto info = zone_->get_info(date::sys_seconds(at.time_since_epoch()));
  return std::chrono::local_seconds(at.time_since_epoch() + info.offset);
}

}  // namespace postferry::service
