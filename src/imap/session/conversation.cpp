// Session: whole exchanges, and what is saved of one when the connection breaks.
#include <algorithm>
#include <utility>

#include "imap/session/causes.hpp"
#include "imap/session/session.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t most_unread = 100'000;

}  // namespace

Task<Completion> Session::run(Command command, UntaggedSink sink) {
  if (!outstanding_.empty())
    fail(Error{.code = ErrorCode::internal,
               .text = command.name + " was run while other commands were outstanding.",
               .where = {}});
  send(std::move(command));
  while (true) {
    Event event = co_await next();
    if (auto* completion = std::get_if<Completion>(&event)) co_return std::move(*completion);
    if (auto* response = std::get_if<Response>(&event); response && sink) sink(*response);
  }
}

Task<Completion> Session::select(Access access, std::string mailbox, Condstore condstore,
                                 std::optional<Qresync> qresync, UntaggedSink sink) {
  if (quirks_->has(Quirk::select_not_examine)) access = Access::read_write;
  Command command = imap::select(access, mailbox, condstore, qresync, literals());
  connection_.set_folder(name_from_wire(mailbox, name_encoding()).utf8);
  selected_ = Selected{.mailbox = std::move(mailbox)};
  Completion completion = co_await run(std::move(command), std::move(sink));
  if (!completion.ok()) {
    // A failed SELECT leaves no mailbox selected (RFC 3501 6.3.1).
    selected_.reset();
    connection_.set_folder({});
  }
  co_return completion;
}

Task<std::vector<std::string>> Session::enable(std::vector<std::string> wanted) {
  std::erase_if(wanted, [this](const std::string& word) {
    return !capabilities_.has(word) || enabled(word);
  });
  if (!capabilities_.has("ENABLE") || wanted.empty()) co_return enabled_;
  const std::vector<std::string_view> words(wanted.begin(), wanted.end());
  co_await run(imap::enable(words));
  co_return enabled_;
}

Task<> Session::logout() {
  leaving_ = true;
  connection_.set_deadline(deadline_in(options().timeouts.last_words), "the answer to LOGOUT");
  try {
    send(plain_command("LOGOUT"));
    while (!outstanding_.empty()) co_await next();
  } catch (const Failure&) {
    // Whoever leaves does not mind how the door is closed.
  }
  connection_.abandon();
}

Task<std::optional<Completion>> Session::await_permission(Tag tag) {
  while (paused_) {
    auto event = take();
    if (!event) {
      if (paused_) co_await fill();
      continue;
    }
    if (auto* completion = std::get_if<Completion>(&*event); completion && completion->tag == tag)
      co_return std::move(*completion);
    if (std::holds_alternative<BodyStart>(*event) || std::holds_alternative<BodyChunk>(*event))
      fail(Error{.code = ErrorCode::internal,
                 .text = "A body was streamed in while another was to go out.",
                 .where = {}});
    keep(std::move(*event));
  }
  co_return std::nullopt;
}

void Session::keep(Event event) {
  if (unread_.size() == most_unread)
    fail(Error{.code = ErrorCode::bound_exceeded,
               .text = "The server sent 100,000 answers to nobody while it was to take a message.",
               .where = {},
               .scope = Scope::host,
               .retry = Retry::never});
  unread_.push_back(std::move(event));
}

Task<> Session::write_failed(Error problem) {
  if (problem.code != ErrorCode::connection_lost && problem.code != ErrorCode::timed_out)
    fail(std::move(problem));
  // Completions that are on their way belong to the caller, and the last of them may say why.
  connection_.progress();
  connection_.set_deadline(deadline_in(options().timeouts.last_words), "the server's last words");
  std::string words;
  std::optional<Error> ending;
  try {
    while (true) {
      while (auto event = take()) {
        if (std::holds_alternative<BodyStart>(*event) || std::holds_alternative<BodyChunk>(*event))
          continue;
        if (const auto* completion = std::get_if<Completion>(&*event);
            completion && !completion->ok())
          words = words_of(completion->status);
        keep(std::move(*event));
      }
      co_await connection_.read();
    }
  } catch (const Failure& failure) {
    ending = failure.error();
  }
  const bool explained = connection_.bye().has_value() || ending->code == ErrorCode::login_refused;
  if (explained) problem = *ending;
  if (!explained && !words.empty()) problem.text += " The server's last words: " + words;
  connection_.replace_ending(problem);
  fail(std::move(problem));
}

}  // namespace postferry::imap
