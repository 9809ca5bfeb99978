// Connection: stream, framer, trace and deadlines of one session; bytes in, frames out.
//
// Private to this room; Session and Opening use it. Gathers what is queued into writes of 64 KB or
// more, keeps the time by which the server must have said something, and gives every Failure its
// side and host. One thread, one user.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "imap/session/session_options.hpp"
#include "imap/wire/command.hpp"
#include "imap/wire/framer.hpp"
#include "net/endpoint.hpp"
#include "net/stream.hpp"

namespace postferry::imap {

class Connection {
 public:
  Connection(std::unique_ptr<net::Stream> stream, SessionOptions options);

  void queue(const Segment& segment);
  void queue_body(std::string_view bytes);  // of a message: blanked in the trace
  void trace_body(std::uint64_t size_bytes);
  void note(std::string_view text);  // into the trace
  bool wants_flush() const noexcept;
  Task<> flush();
  // Everything queued, then these bytes, without copying them.
  Task<> write_through(std::string_view bytes);

  // The next frame of what has been read; NeedMore when it is used up. Throws Failure for what is
  // no IMAP or beyond a bound.
  FrameEvent frame();
  // Waits for more bytes. Throws connection_lost (with the BYE's words) at the end of the stream.
  Task<> read();

  // Until then `awaited` ("the greeting") must have come, whatever the other limits are.
  void set_deadline(Deadline deadline, std::string_view awaited);
  void no_deadline() noexcept;
  // A command was begun or has been completed: the server's time starts anew.
  void progress() noexcept;

  Task<> upgrade(net::Endpoint endpoint, net::NetworkPolicy policy, Deadline deadline);
  void abandon() noexcept;  // a read that waits gets Failure{interrupted}
  bool usable() const noexcept { return !end_.has_value(); }
  // Remembers how the connection ended and closes it; the first reason stays.
  Error end(Error error);
  void replace_ending(Error error);
  void said_bye(Error error);  // the reason to be given when the stream ends, soon
  const std::optional<Error>& bye() const noexcept { return bye_; }

  // A text that must not appear in the trace or in an error, until forget_secrets().
  void keep_secret(std::string_view text);
  void forget_secrets() noexcept { secrets_.clear(); }
  std::string without_secrets(std::string text) const;

  Framer& framer() noexcept { return framer_; }
  const SessionOptions& options() const noexcept { return options_; }
  const net::Stream& stream() const noexcept { return *stream_; }
  void set_folder(std::string utf8) { folder_ = std::move(utf8); }
  Error placed(Error error) const;  // with side and place

 private:
  Deadline read_deadline() const;
  Deadline write_deadline() const;
  std::string what_was_awaited() const;
  void heard_response() noexcept { until_response_ = options_.timeouts.command; }
  void waited(Deadline since) noexcept;
  void trace(TraceKind kind, std::string_view text);
  void trace_line(std::string_view line);

  std::unique_ptr<net::Stream> stream_;
  SessionOptions options_;
  Framer framer_;
  unsigned number_ = 0;
  std::string out_;
  std::string folder_;
  std::vector<Secret> secrets_;
  std::optional<Error> bye_;
  std::optional<Error> end_;
  Deadline phase_ = Deadline::max();
  std::string awaited_;
  Deadline::duration until_response_{};  // of waiting, left to the server
  Deadline::duration until_answer_{};
  std::uint64_t body_bytes_ = 0;                 // of streamed literals since the last progress
  std::optional<std::uint64_t> streamed_bytes_;  // size of the body in the present response
};

}  // namespace postferry::imap
