#include "app/registry.hpp"

#include <fmt/format.h>
#include <utility>

#include "engine/paced_source.hpp"
#include "imap/session/trace.hpp"
#include "imap/store/open.hpp"

namespace postferry::app {
namespace {

imap::AccountSettings settings_of(AccountAccess access, Trace trace) {
  return {.side = access.url.side,
          .endpoint = std::move(access.url.endpoint),
          .policy = std::move(access.url.policy),
          .user = std::move(access.url.user),
          .master = std::move(access.url.master),
          .master_separator = std::move(access.url.master_separator),
          .password = std::move(access.password),
          .trace = std::move(trace)};
}

Task<std::unique_ptr<mail::Source>> open_paced(imap::AccountSettings settings,
                                               std::shared_ptr<engine::RateLimit> limit) {
  auto source = co_await imap::open_source(std::move(settings));
  co_return engine::paced(std::move(source), std::move(limit));
}

// Whom to tell, and whether it was done; shared by all connections of one account.
struct Announcement {
  Side side = Side::source;
  std::string account;
  engine::EventSink* events = nullptr;
  bool told = false;
};

void announce(Announcement& announcement, const mail::Traits& traits) {
  if (std::exchange(announcement.told, true)) return;
  const auto& [vendor, certificate, peer] = traits.identity;
  announcement.events->take(engine::Connected{
      .side = announcement.side,
      .server = fmt::format("{} at {}", vendor.empty() ? "a server" : vendor, peer),
      .account = announcement.account});
}

template <class Door>
Task<std::unique_ptr<Door>> open_and_announce(Opener<Door> open,
                                              std::shared_ptr<Announcement> announcement) {
  auto door = co_await open();
  announce(*announcement, door->traits());
  co_return door;
}

template <class Door>
Opener<Door> announcing_opener(Opener<Door> open, Announcement first) {
  return [open = std::move(open), shared = std::make_shared<Announcement>(std::move(first))] {
    return open_and_announce<Door>(open, shared);
  };
}

}  // namespace

Trace trace_into(const std::filesystem::path& file) {
  if (file.empty()) return nullptr;
  try {
    return std::make_shared<imap::FileTrace>(file.string());
  } catch (const Failure&) {
    throw Failure(Error{.code = ErrorCode::bad_usage,
                        .text = fmt::format("{} cannot be written; name a file in a folder of "
                                            "yours.",
                                            file.string()),
                        .where = "--trace"});
  }
}

Opener<mail::Source> source_opener(AccountAccess access, const engine::Options& options,
                                   Trace trace) {
  auto settings = settings_of(std::move(access), std::move(trace));
  if (!options.rate_bytes)
    return [settings = std::move(settings)] { return imap::open_source(settings); };
  auto limit = std::make_shared<engine::RateLimit>(*options.rate_bytes);
  return [settings = std::move(settings), limit = std::move(limit)] {
    return open_paced(settings, limit);
  };
}

Opener<mail::Target> target_opener(AccountAccess access, Trace trace) {
  return [settings = settings_of(std::move(access), std::move(trace))] {
    return imap::open_target(settings);
  };
}

Opener<mail::Source> announcing(Opener<mail::Source> open, std::string account,
                                engine::EventSink& events) {
  return announcing_opener<mail::Source>(std::move(open),
                                         {Side::source, std::move(account), &events});
}

Opener<mail::Target> announcing(Opener<mail::Target> open, std::string account,
                                engine::EventSink& events) {
  return announcing_opener<mail::Target>(std::move(open),
                                         {Side::target, std::move(account), &events});
}

}  // namespace postferry::app
