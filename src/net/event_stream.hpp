// EventStream: server-sent events to one client (WHATWG HTML, section "Server-sent events").
//
// A handler makes one, keeps a weak_ptr to it for as long as it has something to tell, and returns
// it as the body of its response; it dies with the connection. send() never waits: what a slow
// reader has not taken waits up to the bounds, where a waiting event with the same key is replaced;
// beyond them the stream ends with an event "behind", and the client, which connects again by
// itself, starts from Last-Event-ID. Belongs to the io_context thread of its HttpServer.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/task.hpp"

namespace postferry::net {

struct Event {
  std::string name;      // "migration"; line ends in it are dropped
  std::string data;      // any text; its line ends are kept
  std::string id = {};   // what the client sends back as Last-Event-ID; may be empty
  std::string key = {};  // of events of which only the latest counts; empty: every one counts
};

struct EventBounds {
  std::size_t waiting_events = 1000;
  std::size_t waiting_bytes = 256 * 1024;
  std::chrono::milliseconds heartbeat = std::chrono::seconds(15);  // a comment when nothing is told
};

class EventStream {
 public:
  explicit EventStream(const boost::asio::any_io_executor& executor, EventBounds bounds = {});

  // After the end it is passed over.
  void send(const Event& event);
  // What waits is still told.
  void end();
  bool ended() const noexcept { return ended_; }

  // For the server: what to write next, at most 64 KB or one event; a comment after each silent
  // `heartbeat`; empty at the end.
  Task<std::string> next();

 private:
  struct Waiting {
    std::string key;
    std::string text;
  };

  EventBounds bounds_;
  boost::asio::steady_timer news_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool ended_ = false;
};

// "id: 7\nevent: migration\ndata: {}\n\n"
std::string event_text(const Event& event);

}  // namespace postferry::net
