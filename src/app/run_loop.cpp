#include "app/run_loop.hpp"

#include <signal.h>
#include <unistd.h>

namespace postferry::app {

Interruptions::Interruptions(boost::asio::io_context& context, engine::StopRequest& stop,
                             engine::EventSink& events, std::function<void()> at_once)
    : signals_(context, SIGINT, SIGTERM),
      stop_(stop),
      events_(events),
      at_once_(std::move(at_once)) {
  listen();
}

void Interruptions::listen() {
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    if (stop_.stopped()) {
      at_once_();
      ::_exit(static_cast<int>(engine::Exit::interrupted));
    }
    stop_.stop();
    events_.take(engine::Interrupting{});
    listen();
  });
}

}  // namespace postferry::app
