#include "net/http_connection.hpp"

#include <array>
#include <sys/socket.h>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/error.hpp"
#include "net/event_stream.hpp"
#include "net/within.hpp"

namespace postferry::net {
namespace {

constexpr std::size_t read_bytes = 8 * 1024;
// What is still taken from a client that has been refused, so that it can read why.
constexpr std::size_t most_lingering_bytes = 1024 * 1024;
constexpr std::chrono::seconds longest_lingering{2};

// While events are told nothing is to come from the client but its end.
Task<> end_with_client(std::shared_ptr<HttpConnection> connection, Stream& stream,
                       std::shared_ptr<EventStream> events, Deadline deadline) {
  std::array<char, 16> unexpected;
  try {
    co_await stream.read_some(unexpected, deadline);
  } catch (const Failure&) {
    connection->drop();
  }
  events->end();
}

std::chrono::milliseconds since(Deadline start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

}  // namespace

HttpConnection::HttpConnection(std::unique_ptr<Stream> stream, int descriptor, Client client,
                               std::shared_ptr<HttpGate> gate)
    : stream_(std::move(stream)),
      descriptor_(descriptor),
      client_(std::move(client)),
      gate_(std::move(gate)) {
  gate_->open.insert(this);
}

HttpConnection::~HttpConnection() { gate_->open.erase(this); }

void HttpConnection::finish() noexcept {
  if (const auto events = events_.lock()) events->end();
  if (state_ == State::idle) drop();
}

void HttpConnection::drop() noexcept {
  stream_->close();
  if (const auto events = events_.lock()) events->end();
}

Task<> HttpConnection::serve() {
  try {
    while (!gate_->closing && co_await exchange() == AfterResponse::keep_open) state_ = State::idle;
  } catch (const Failure&) {
    // The client has gone or was too slow: there is nobody to answer.
  }
  drop();
}

// False when the client has closed.
Task<bool> HttpConnection::fill(Deadline deadline) {
  std::array<char, read_bytes> buffer;
  const std::size_t count = co_await stream_->read_some(buffer, deadline);
  received_.append(buffer.data(), count);
  co_return count > 0;
}

Task<bool> HttpConnection::read_head(RequestReader& reader) {
  Deadline deadline = deadline_in(gate_->options.limits.idle);
  while (true) {
    received_.erase(0, reader.feed(received_));
    if (reader.head_done() || reader.refusal()) co_return true;
    if (reader.started() && state_ == State::idle) {
      state_ = State::busy;
      deadline = deadline_in(gate_->options.limits.head);
    }
    if (!co_await fill(deadline)) co_return false;
  }
}

Task<> HttpConnection::read_body(RequestReader& reader) {
  const Deadline deadline = deadline_in(gate_->options.limits.body);
  if (reader.expects_continue() && received_.empty()) {
    constexpr std::array<std::string_view, 1> go_on{"HTTP/1.1 100 Continue\r\n\r\n"};
    co_await stream_->write(go_on, deadline);
  }
  while (true) {
    received_.erase(0, reader.feed(received_));
    if (reader.done() || reader.refusal()) co_return;
    if (!co_await fill(deadline))
      throw Failure(
          Error{.code = ErrorCode::connection_lost, .text = "Closed in a body.", .where = {}});
  }
}

Task<AfterResponse> HttpConnection::exchange() {
  RequestReader reader(gate_->options.limits.head_bytes);
  if (!co_await read_head(reader)) co_return AfterResponse::close;
  state_ = State::busy;
  began_ = std::chrono::steady_clock::now();
  HttpRequest& request = reader.request();
  const Client client = client_of(client_, request.headers, gate_->options.trusted_proxies);
  request.peer = client.address;
  request.transport = client.transport;
  HttpExchange exchange{.method = request.method, .path = request.path, .peer = request.peer};
  if (!reader.refusal()) {
    reader.allow_body(gate_->service.body_limit(request));
    if (!reader.refusal()) co_await read_body(reader);
  }
  if (reader.refusal()) co_return co_await refuse(*reader.refusal(), reader, std::move(exchange));
  HttpResponse response = co_await answer(std::move(request));
  co_return co_await respond(std::move(response), reader, std::move(exchange));
}

Task<HttpResponse> HttpConnection::answer(HttpRequest request) {
  HttpRequest without_body{.method = request.method, .path = request.path, .peer = request.peer};
  std::exception_ptr failure;
  try {
    auto response = co_await within(deadline_in(gate_->options.limits.handler),
                                    gate_->service.answer(std::move(request)));
    if (response) co_return std::move(*response);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!failure) {
    HttpResponse late = plain_problem(503, "This took too long.");
    late.headers.add("Retry-After", "30");
    co_return late;
  }
  if (gate_->service.on_failure) gate_->service.on_failure(without_body, failure);
  co_return plain_problem(500, "Something went wrong here.");
}

Task<AfterResponse> HttpConnection::respond(HttpResponse response, const RequestReader& reader,
                                            HttpExchange exchange) {
  const auto& limits = gate_->options.limits;
  const Deadline deadline = deadline_in(limits.response);
  const Framing framing = framing_of(response, reader.version());
  const auto* events = std::get_if<std::shared_ptr<EventStream>>(&response.body);
  const bool last = gate_->closing || events != nullptr || framing == Framing::until_close;
  const AfterResponse after = last ? AfterResponse::close : reader.after_response();
  const std::string head =
      response_head(response, gate_->options.headers,
                    {.framing = framing, .after = after, .date = postferry::now()});
  const std::array<std::string_view, 1> pieces{head};
  co_await stream_->write(pieces, std::min(deadline_in(limits.piece), deadline));
  if (exchange.method != "HEAD" && framing != Framing::none)
    exchange.bytes = events != nullptr
                         ? co_await tell_events(*events, framing)
                         : co_await send_body(*stream_, response.body, framing, limits, deadline);
  exchange.status = response.status;
  exchange.took = since(began_);
  if (gate_->service.on_exchange) gate_->service.on_exchange(exchange);
  co_return after;
}

Task<std::uint64_t> HttpConnection::tell_events(std::shared_ptr<EventStream> events,
                                                Framing framing) {
  events_ = events;
  if (gate_->closing) events->end();
  const auto& limits = gate_->options.limits;
  boost::asio::co_spawn(co_await boost::asio::this_coro::executor,
                        end_with_client(shared_from_this(), *stream_, events,
                                        deadline_in(limits.events + limits.piece)),
                        boost::asio::detached);
  co_return co_await send_events(*stream_, *events, framing, limits);
}

Task<AfterResponse> HttpConnection::refuse(Refusal refusal, const RequestReader& reader,
                                           HttpExchange exchange) {
  co_await respond(plain_problem(refusal.status, refusal.detail), reader, std::move(exchange));
  co_await linger();
  co_return AfterResponse::close;
}

// Closing with bytes unread would make the kernel throw our answer away (RFC 9112 section 9.6).
Task<> HttpConnection::linger() {
  ::shutdown(descriptor_, SHUT_WR);
  const Deadline deadline = deadline_in(longest_lingering);
  std::size_t taken = received_.size();
  std::array<char, read_bytes> unread;
  while (taken < most_lingering_bytes) {
    const std::size_t count = co_await stream_->read_some(unread, deadline);
    if (count == 0) break;
    taken += count;
  }
}

}  // namespace postferry::net
