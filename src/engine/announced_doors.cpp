#include "engine/announced_doors.hpp"

#include <fmt/format.h>
#include <memory>
#include <type_traits>
#include <utility>

namespace postferry::engine {
namespace {

// Whom to tell, and whether it was done; shared by all connections of one account.
struct Announcement {
  Side side = Side::source;
  std::string account;
  EventSink* events = nullptr;
  bool told = false;
};

void announce(Announcement& announcement, const mail::Traits& traits) {
  if (std::exchange(announcement.told, true)) return;
  const auto& [vendor, certificate, peer] = traits.identity;
  announcement.events->take(
      Connected{.side = announcement.side,
                .server = fmt::format("{} at {}", vendor.empty() ? "a server" : vendor, peer),
                .account = announcement.account});
}

template <class Door>
Task<std::unique_ptr<Door>> open_and_announce(Opening<Door> open,
                                              std::shared_ptr<Announcement> announcement) {
  auto door = co_await open();
  announce(*announcement, door->traits());
  co_return door;
}

}  // namespace

template <class Door>
Opening<Door> announcing(Opening<Door> open, std::string account, EventSink& events) {
  constexpr auto side = std::is_same_v<Door, mail::Source> ? Side::source : Side::target;
  return [open = std::move(open),
          shared = std::make_shared<Announcement>(side, std::move(account), &events)] {
    return open_and_announce<Door>(open, shared);
  };
}

template Opening<mail::Source> announcing(Opening<mail::Source>, std::string, EventSink&);
template Opening<mail::Target> announcing(Opening<mail::Target>, std::string, EventSink&);

}  // namespace postferry::engine
