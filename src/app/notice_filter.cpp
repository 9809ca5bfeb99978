#include "app/notice_filter.hpp"

#include <chrono>
#include <fmt/format.h>

#include "engine/event_text.hpp"

namespace postferry::app {
namespace {

constexpr auto shown_once_in = std::chrono::seconds(10);

// Such a notice is about a server, whichever folder was at work.
bool is_about_a_connection(engine::NoticeKind kind) {
  return kind == engine::NoticeKind::reconnected || kind == engine::NoticeKind::throttled;
}

// What several connections tell alike: without the place in brackets and the words behind it.
std::string cause_of(const engine::Notice& notice) {
  return fmt::format("{} {}", notice_name(notice.kind),
                     notice.text.substr(0, notice.text.find('(')));
}

}  // namespace

std::optional<std::string> NoticeFilter::take(const engine::Notice& notice, Deadline now) {
  if (!is_about_a_connection(notice.kind)) return notice_text(notice);
  std::erase_if(shown_, [now](const auto& each) { return now - each.second >= shown_once_in; });
  if (!shown_.emplace(cause_of(notice), now).second) return std::nullopt;
  auto told = notice;
  told.folder = {};
  return notice_text(told);
}

}  // namespace postferry::app
