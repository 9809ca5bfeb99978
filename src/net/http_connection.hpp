// HttpConnection: one client's requests, one after the other, from its first byte to its end.
// Private to this room: HttpServer makes one for each socket.
//
// Lives as long as serve() runs. One io_context thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "net/forwarded.hpp"
#include "net/http_gate.hpp"
#include "net/http_request_reader.hpp"
#include "net/http_response_writer.hpp"
#include "net/stream.hpp"

namespace postferry::net {

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  // `descriptor` is the stream's socket.
  HttpConnection(std::unique_ptr<Stream> stream, int descriptor, Client client,
                 std::shared_ptr<HttpGate> gate);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // Until the client or the server has had enough. Throws nothing.
  Task<> serve();

  // After the response that is on its way; at once when there is none.
  void finish() noexcept;
  // Now.
  void drop() noexcept;

 private:
  Task<AfterResponse> exchange();
  Task<bool> fill(Deadline deadline);
  Task<bool> read_head(RequestReader& reader);
  Task<> read_body(RequestReader& reader);
  Task<HttpResponse> answer(HttpRequest request);
  Task<AfterResponse> respond(HttpResponse response, const RequestReader& reader,
                              HttpExchange exchange);
  Task<AfterResponse> refuse(Refusal refusal, const RequestReader& reader, HttpExchange exchange);
  Task<std::uint64_t> tell_events(std::shared_ptr<EventStream> events, Framing framing);
  Task<> linger();

  std::unique_ptr<Stream> stream_;
  int descriptor_;
  Client client_;
  std::shared_ptr<HttpGate> gate_;
  std::string received_;  // not yet read by a reader
  enum class State : std::uint8_t { idle, busy } state_ = State::idle;
  std::chrono::steady_clock::time_point began_;  // the exchange
  std::weak_ptr<EventStream> events_;
};

}  // namespace postferry::net
