#include "app/notice_filter.hpp"

#include <chrono>

#include "app/event_text.hpp"

namespace postferry::app {
namespace {

constexpr auto interval = std::chrono::seconds(10);

// Such a notice is about a server, whichever folder was at work.
bool is_about_a_connection(engine::NoticeKind kind) {
  return kind == engine::NoticeKind::reconnected || kind == engine::NoticeKind::throttled;
}

}  // namespace

std::optional<std::string> NoticeFilter::take(const engine::Notice& notice, Deadline now) {
  if (!is_about_a_connection(notice.kind)) return notice_text(notice);
  auto cause = notice;
  cause.folder = {};
  auto text = notice_text(cause);
  std::erase_if(shown_, [now](const auto& each) { return now - each.second >= interval; });
  if (!shown_.emplace(text, now).second) return std::nullopt;
  return text;
}

}  // namespace postferry::app
