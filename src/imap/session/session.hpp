// Session: one IMAP connection that is logged in; it knows the protocol and no mail words.
//
// Made by open_session(), used by one store and one coroutine at a time. send() queues a command,
// next() pulls what the server says; several commands may be outstanding and complete in any order.
// A refusal (NO, BAD) is a value. BYE, a lost connection, garbage and silence are a Failure with
// this session's side and host; what was received before it is still given out by buffered().
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "imap/session/capabilities.hpp"
#include "imap/session/connection.hpp"
#include "imap/session/events.hpp"
#include "imap/session/quirks.hpp"
#include "imap/session/selected.hpp"
#include "imap/session/session_options.hpp"
#include "imap/wire/commands.hpp"
#include "imap/wire/mailbox_name.hpp"
#include "imap/wire/response.hpp"

namespace postferry::imap {

class Session {
 public:
  Session(std::unique_ptr<net::Stream> stream, SessionOptions options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Queues; sent by the next fill(), next() or flush(). Parts behind a synchronizing literal follow
  // when the server has said "+", and are dropped when it refuses. Keep at most a few hundred
  // commands outstanding: answers that nobody reads fill the sockets.
  Tag send(Command command);
  std::size_t outstanding() const noexcept { return outstanding_.size(); }
  Task<> flush();

  // The next event, waiting for it.
  Task<Event> next();
  // The same without waiting: what has been received already; else nothing. fill() waits for more
  // bytes. A loop over these costs no coroutine an event.
  std::optional<Event> buffered();
  Task<> fill();

  // Sends and waits for the completion; untagged responses go to the sink. Nothing else may be
  // outstanding, and bodies must not be streamed.
  Task<Completion> run(Command command, UntaggedSink sink = {});

  // SELECT or EXAMINE (a quirk may turn the second into the first); fills selected().
  Task<Completion> select(Access access, std::string mailbox, Condstore condstore,
                          std::optional<Qresync> qresync = std::nullopt, UntaggedSink sink = {});
  // Enables what is offered of these; gives back what is on.
  Task<std::vector<std::string>> enable(std::vector<std::string> wanted);
  // LOGOUT and goodbye; never throws for what a server does to a guest who leaves.
  Task<> logout();

  void stream_bodies(BodyLiterals mode) { connection_.framer().set_body_literals(mode); }

  // Ends the connection now, also from another coroutine of this thread while one waits here: that
  // one gets Failure{interrupted}.
  void abandon() noexcept;
  bool usable() const noexcept { return connection_.usable(); }

  const Capabilities& capabilities() const noexcept { return capabilities_; }
  bool enabled(std::string_view capability) const noexcept;
  NameEncoding name_encoding() const noexcept;
  LiteralSupport literals() const noexcept { return capabilities_.literals(); }
  const QuirkRow& quirks() const noexcept { return *quirks_; }
  const IdFields& server_id() const noexcept { return server_id_; }
  const std::optional<NamespaceResponse>& namespaces() const noexcept { return namespaces_; }
  const std::string& greeting() const noexcept { return greeting_; }
  const std::optional<Selected>& selected() const noexcept { return selected_; }
  const std::vector<std::string>& alerts() const noexcept { return alerts_; }  // the last 16
  const SessionOptions& options() const noexcept { return connection_.options(); }
  const net::Stream& stream() const noexcept { return connection_.stream(); }

  // An error with this session's side and place and the server's words.
  Error refusal(const Completion& completion, ErrorCode code, Scope scope, Retry retry) const;

 private:
  friend class Opening;
  friend class Append;

  struct Outstanding {
    Tag tag;
    std::string name;
  };
  struct Held {
    Tag tag;
    Segment segment;
  };

  std::optional<Event> take();
  std::optional<Event> take_line(std::string_view line);
  Event complete(Tagged tagged);
  void observe_response(const Response& response);
  void observe_status(const StatusResponse& status);
  void learn(const Words& capabilities);
  void believe(const QuirkRow& row);
  void queue(Tag tag, Segment segment);
  void release_held();
  Task<std::optional<Completion>> await_permission(Tag tag);
  void keep(Event event);
  Task<> write_failed(Error problem);
  [[noreturn]] void fail(Error error);

  Connection connection_;
  Capabilities capabilities_;
  bool capabilities_fresh_ = false;  // told since the last change of state
  std::vector<std::string> enabled_;
  const QuirkRow* quirks_;
  IdFields server_id_;
  std::optional<NamespaceResponse> namespaces_;  // once it was told
  std::string greeting_;
  std::optional<Selected> selected_;
  std::vector<std::string> alerts_;
  std::uint32_t last_tag_ = 0;
  std::vector<Outstanding> outstanding_;
  std::optional<Tag> paused_;  // this command waits for "+"; all later bytes are held
  std::deque<Held> held_;
  std::deque<Event> unread_;  // received while waiting for something else
  bool leaving_ = false;      // LOGOUT is sent: BYE is no bad news
};

}  // namespace postferry::imap
