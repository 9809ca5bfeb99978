#include "net/event_stream.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace postferry::net {
namespace {

constexpr std::size_t most_at_once = 64 * 1024;

std::string one_line(std::string_view text) {
  std::string line(text);
  std::erase_if(line, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  return line;
}

}  // namespace

//   event = [ "id: " id LF ] [ "event: " name LF ] 1*( "data: " line LF ) LF
std::string event_text(const Event& event) {
  std::string text;
  if (!event.id.empty()) text += "id: " + one_line(event.id) + "\n";
  if (!event.name.empty()) text += "event: " + one_line(event.name) + "\n";
  std::string_view rest = event.data;
  while (true) {
    const auto end = std::min(rest.find('\n'), rest.size());
    text += "data: " + one_line(rest.substr(0, end)) + "\n";
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  return text + "\n";
}

EventStream::EventStream(const boost::asio::any_io_executor& executor, EventBounds bounds)
    : bounds_(bounds), news_(executor) {}

void EventStream::send(const Event& event) {
  if (ended_) return;
  std::string text = event_text(event);
  const auto same =
      event.key.empty() ? waiting_.end() : std::ranges::find(waiting_, event.key, &Waiting::key);
  if (same != waiting_.end()) {
    // To the end of the queue, so that ids stay in order.
    waiting_bytes_ -= same->text.size();
    waiting_.erase(same);
  }
  waiting_bytes_ += text.size();
  waiting_.push_back({.key = event.key, .text = std::move(text)});
  if (waiting_.size() > bounds_.waiting_events || waiting_bytes_ > bounds_.waiting_bytes) {
    waiting_.clear();
    waiting_.push_back({.key = {}, .text = "event: behind\ndata: {}\n\n"});
    waiting_bytes_ = waiting_.front().text.size();
    ended_ = true;
  }
  news_.cancel();
}

void EventStream::end() {
  ended_ = true;
  news_.cancel();
}

Task<std::string> EventStream::next() {
  if (waiting_.empty() && !ended_) {
    news_.expires_after(bounds_.heartbeat);
    co_await news_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (waiting_.empty() && !ended_) co_return ":\n\n";
  }
  std::string text;
  while (!waiting_.empty() &&
         (text.empty() || text.size() + waiting_.front().text.size() <= most_at_once)) {
    text += waiting_.front().text;
    waiting_bytes_ -= waiting_.front().text.size();
    waiting_.pop_front();
  }
  co_return text;
}

}  // namespace postferry::net
