// Events: what a session gives out, one after the other: untagged responses, streamed bodies and
// the completions of commands (RFC 3501 section 2.2.2).
//
// Pulled by the store with Session::next() or buffered(). Values, except for BodyChunk's view.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "imap/wire/fetch_response.hpp"
#include "imap/wire/response.hpp"

namespace postferry::imap {

enum class Tag : std::uint32_t {};

// A body begins that is being streamed (see stream_bodies): what stands before it in the response,
// then BodyChunks, then the whole FetchResponse, in which the streamed section is empty.
struct BodyStart {
  FetchResponse head;
  std::uint64_t size_bytes = 0;
};
struct BodyChunk {
  std::string_view bytes;  // lives until the next call of next(), buffered() or fill()
  std::uint64_t remaining_bytes = 0;
};

// The tagged answer; kind is ok, no or bad.
struct Completion {
  Tag tag{};
  std::string command;  // "UID FETCH"
  StatusResponse status;
  bool ok() const noexcept { return status.kind == StatusKind::ok; }
};

// Response: every untagged one, also those that nobody asked for.
using Event = std::variant<Response, BodyStart, BodyChunk, Completion>;
using UntaggedSink = std::function<void(Response&)>;

}  // namespace postferry::imap
