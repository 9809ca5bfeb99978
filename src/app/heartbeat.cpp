#include "app/heartbeat.hpp"

#include <utility>

namespace postferry::app {

Heartbeat::Heartbeat(boost::asio::io_context& context, std::chrono::milliseconds interval,
                     std::function<void()> beat)
    : timer_(context), interval_(interval), beat_(std::move(beat)) {
  if (beat_) wait();
}

void Heartbeat::wait() {
  timer_.expires_after(interval_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    beat_();
    wait();
  });
}

}  // namespace postferry::app
