// RequestReader: the bytes of a connection to one HttpRequest (RFC 9112), piece by piece; it never
// waits. The home of Boost.Beast, whose parser does the work.
//
// Private to this room: each request of a connection has a reader of its own. The head is complete
// before the body is touched, so that the caller can say how much of a body this request may have.
// Requests that two servers could read differently (Content-Length and Transfer-Encoding together,
// two hosts, unknown codings) are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/http_message.hpp"

namespace postferry::net {

// Why a request is not heard: the status of the answer and a sentence. The connection ends after.
struct Refusal {
  unsigned status = 400;
  std::string_view detail;
};

enum class AfterResponse : std::uint8_t { keep_open, close };
enum class HttpVersion : std::uint8_t { one_zero, one_one };

class RequestReader {
 public:
  // `head_bytes` bounds request line and header fields together.
  explicit RequestReader(std::size_t head_bytes);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  // Takes bytes from the front and gives how many it took. Takes none once the head is complete
  // until allow_body(), none after the request's end and none after a refusal.
  std::size_t feed(std::string_view bytes);

  bool started() const noexcept;
  bool head_done() const noexcept;
  bool done() const noexcept;
  const std::optional<Refusal>& refusal() const noexcept;

  // Needs head_done(). A longer body is refused with 413, as soon as its length is known.
  void allow_body(std::size_t bytes);
  // Whether the client waits for "100 Continue" (RFC 9110 section 10.1.1).
  bool expects_continue() const noexcept;
  HttpVersion version() const noexcept;
  AfterResponse after_response() const noexcept;

  // Complete but for the body once head_done(), complete once done().
  HttpRequest& request() noexcept;

 private:
  class Collector;
  std::unique_ptr<Collector> collector_;
};

}  // namespace postferry::net
