// HttpResponse to the bytes on the wire (RFC 9112). Private to this room: HttpConnection uses it.
//
// response_head() is pure. send_body() writes in pieces of at most 64 KB, each of which has a
// deadline of its own within that of the whole.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "net/http_message.hpp"
#include "net/http_request_reader.hpp"
#include "net/http_server.hpp"
#include "net/stream.hpp"

namespace postferry::net {

enum class Framing : std::uint8_t {
  none,        // no body by definition: 204, 304
  length,      // Content-Length
  chunked,     // Transfer-Encoding: chunked
  until_close  // for HTTP/1.0
};

Framing framing_of(const HttpResponse& response, HttpVersion version);

// Bytes of a body with Framing::length.
std::uint64_t body_length(const HttpBody& body);

struct HeadWish {
  Framing framing = Framing::length;
  AfterResponse after = AfterResponse::keep_open;
  Instant date = {};
};

// Status line and header fields with the empty line; `always` are added where they are missing.
std::string response_head(const HttpResponse& response, const HttpFields& always, HeadWish wish);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
std::string imf_fixdate(Instant instant);

// The body; gives its bytes. Needs streams of events to be handled by the caller beforehand.
Task<std::uint64_t> send_body(Stream& stream, HttpBody& body, Framing framing,
                              const HttpLimits& limits, Deadline deadline);

// The next pieces of a stream of events until it ends. Throws Failure when the client has gone.
Task<std::uint64_t> send_events(Stream& stream, EventStream& events, Framing framing,
                                const HttpLimits& limits);

}  // namespace postferry::net
