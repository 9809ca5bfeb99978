#include "imap/session/connection.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "net/connect.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t write_bytes = std::size_t{64} << 10;
constexpr std::size_t read_bytes = std::size_t{64} << 10;
constexpr std::uint64_t body_progress_bytes = std::uint64_t{64} << 10;

std::string_view without_line_end(std::string_view text) {
  return text.ends_with("\r\n") ? text.substr(0, text.size() - 2) : text;
}

}  // namespace

Connection::Connection(std::unique_ptr<net::Stream> stream, SessionOptions options)
    : stream_(std::move(stream)), options_(std::move(options)) {
  if (options_.trace) number_ = options_.trace->next_connection();
  note("connected to " + stream_->peer_address());
  progress();
}

void Connection::queue(const Segment& segment) {
  out_ += segment.bytes;
  if (!options_.trace) return;
  const std::string shown = traced(segment);
  trace(TraceKind::sent, without_line_end(shown));
}

void Connection::queue_body(std::string_view bytes) { out_ += bytes; }

void Connection::trace_body(std::uint64_t size_bytes) {
  if (options_.trace) trace(TraceKind::sent, fmt::format("{{{} bytes}}", size_bytes));
}

void Connection::note(std::string_view text) {
  if (options_.trace) trace(TraceKind::note, text);
}

bool Connection::wants_flush() const noexcept { return out_.size() >= write_bytes; }

Task<> Connection::flush() {
  if (!out_.empty()) co_await write_through({});
}

Task<> Connection::write_through(std::string_view bytes) {
  if (end_) throw Failure(*end_);
  const std::array<std::string_view, 2> pieces{out_, bytes};
  const auto given = std::span(pieces).first(bytes.empty() ? 1 : 2);
  std::optional<Error> problem;
  try {
    co_await stream_->write(given, write_deadline());
  } catch (const Failure& failure) {
    problem = failure.error();
  }
  out_.clear();
  if (problem) throw Failure(placed(std::move(*problem)));
}

FrameEvent Connection::frame() {
  auto event = framer_.next();
  if (!event) throw Failure(end(std::move(event.error())));
  if (const auto* line = std::get_if<Line>(&*event)) {
    heard_response();
    if (options_.trace) trace_line(line->text);
    streamed_bytes_.reset();
  } else if (const auto* start = std::get_if<LiteralStart>(&*event)) {
    streamed_bytes_ = start->size_bytes;
  } else if (const auto* chunk = std::get_if<LiteralChunk>(&*event)) {
    body_bytes_ += chunk->bytes.size();
    if (body_bytes_ >= body_progress_bytes) progress();
  }
  return *event;
}

Task<> Connection::read() {
  if (end_) throw Failure(*end_);
  std::size_t count = 0;
  std::optional<Error> problem;
  const auto since = std::chrono::steady_clock::now();
  try {
    count = co_await stream_->read_some(framer_.space(read_bytes), read_deadline());
  } catch (const Failure& failure) {
    problem = failure.error();
  }
  waited(since);
  if (problem && problem->code == ErrorCode::timed_out) problem->text = what_was_awaited();
  if (problem && problem->code == ErrorCode::interrupted) throw Failure(end(std::move(*problem)));
  if ((problem || count == 0) && bye_) throw Failure(end(*bye_));
  if (problem) throw Failure(end(std::move(*problem)));
  if (count == 0)
    throw Failure(end(Error{.code = ErrorCode::connection_lost,
                            .text = "The server closed the connection.",
                            .where = {},
                            .scope = Scope::host,
                            .retry = Retry::now}));
  framer_.commit(count);
}

void Connection::progress() noexcept {
  body_bytes_ = 0;
  until_response_ = options_.timeouts.command;
  until_answer_ = options_.timeouts.answer;
}

void Connection::waited(Deadline since) noexcept {
  const auto span = std::chrono::steady_clock::now() - since;
  until_response_ -= span;
  until_answer_ -= span;
}

void Connection::set_deadline(Deadline deadline, std::string_view awaited) {
  phase_ = deadline;
  awaited_ = awaited;
}

void Connection::no_deadline() noexcept { phase_ = Deadline::max(); }

Deadline Connection::read_deadline() const {
  const Deadline::duration idle = options_.timeouts.idle;
  return std::min(
      phase_, std::chrono::steady_clock::now() + std::min({until_response_, until_answer_, idle}));
}

Deadline Connection::write_deadline() const {
  return std::min(phase_, deadline_in(options_.timeouts.idle));
}

std::string Connection::what_was_awaited() const {
  if (phase_ <= std::chrono::steady_clock::now())
    return fmt::format("Waited in vain for {}.", awaited_);
  if (until_answer_.count() <= 0)
    return fmt::format("The server went on talking for {} s and did not complete the command.",
                       options_.timeouts.answer.count() / 1000);
  if (until_response_.count() <= 0)
    return fmt::format("No answer was completed within {} s.",
                       options_.timeouts.command.count() / 1000);
  return fmt::format("Nothing was received for {} s.", options_.timeouts.idle.count() / 1000);
}

Task<> Connection::upgrade(net::Endpoint endpoint, net::NetworkPolicy policy, Deadline deadline) {
  std::optional<Error> problem;
  try {
    stream_ = co_await net::start_tls(std::move(stream_), std::move(endpoint), std::move(policy),
                                      deadline);
  } catch (const Failure& failure) {
    problem = failure.error();
  }
  if (problem) throw Failure(end(std::move(*problem)));
  framer_ = Framer{};
  note("TLS is on");
}

void Connection::abandon() noexcept {
  if (!end_)
    end_ = placed(Error{.code = ErrorCode::interrupted,
                        .text = "The connection was given up.",
                        .where = {},
                        .scope = Scope::host,
                        .retry = Retry::now});
  if (stream_) stream_->close();
}

Error Connection::end(Error error) {
  if (!end_) {
    end_ = placed(std::move(error));
    note("ended: " + describe(*end_));
  }
  if (stream_) stream_->close();
  return *end_;
}

void Connection::replace_ending(Error error) { end_ = placed(std::move(error)); }

void Connection::said_bye(Error error) {
  bye_ = std::move(error);
  set_deadline(deadline_in(options_.timeouts.last_words), "the end after BYE");
}

void Connection::keep_secret(std::string_view text) {
  if (!text.empty()) secrets_.emplace_back(text);
}

std::string Connection::without_secrets(std::string text) const {
  for (const Secret& secret : secrets_) {
    const std::string_view words = secret.reveal();
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 3))
      text.replace(at, words.size(), "***");
  }
  return text;
}

Error Connection::placed(Error error) const {
  error.side = options_.side;
  error.text = without_secrets(std::move(error.text));
  if (error.where.empty())
    error.where = folder_.empty() ? options_.host : options_.host + ", folder " + folder_;
  return error;
}

void Connection::trace_line(std::string_view line) {
  std::string shown = traced_response(line);
  if (streamed_bytes_) {
    constexpr std::string_view placeholder = "{0 bytes}";
    if (const auto at = shown.find(placeholder); at != std::string::npos)
      shown.replace(at, placeholder.size(), fmt::format("{{{} bytes}}", *streamed_bytes_));
  }
  trace(TraceKind::received, shown);
}

void Connection::trace(TraceKind kind, std::string_view text) {
  options_.trace->line(number_, kind, without_secrets(std::string(text)));
}

}  // namespace postferry::imap
