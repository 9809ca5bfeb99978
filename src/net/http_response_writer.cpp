#include "net/http_response_writer.hpp"

#include <algorithm>
#include <array>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/error.hpp"
#include "net/event_stream.hpp"
#include "net/file_response.hpp"
#include "net/within.hpp"

namespace postferry::net {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

Deadline piece_deadline(const HttpLimits& limits, Deadline whole) {
  return std::min(deadline_in(limits.piece), whole);
}

// In pieces, so that a slow reader is told from one who does not read.
Task<std::uint64_t> send_text(Stream& stream, std::string_view text, const HttpLimits& limits,
                              Deadline whole) {
  for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
    const std::array pieces{text.substr(at, piece_bytes)};
    co_await stream.write(pieces, piece_deadline(limits, whole));
  }
  co_return text.size();
}

Task<std::uint64_t> send_file(Stream& stream, FileBytes file, const HttpLimits& limits,
                              Deadline whole) {
  std::string buffer(std::min<std::uint64_t>(piece_bytes, file.length), '\0');
  std::uint64_t sent = 0;
  while (sent < file.length) {
    const auto wanted = std::min<std::uint64_t>(buffer.size(), file.length - sent);
    const std::size_t count = file.file->read(file.first + sent, {buffer.data(), wanted});
    if (count == 0)
      throw Failure(Error{.code = ErrorCode::file_unreadable,
                          .text = "The file became shorter while it was sent.",
                          .where = {}});
    const std::array pieces{std::string_view(buffer.data(), count)};
    co_await stream.write(pieces, piece_deadline(limits, whole));
    sent += count;
  }
  co_return sent;
}

//   chunk = chunk-size CRLF chunk-data CRLF
Task<> send_piece(Stream& stream, std::string_view text, Framing framing, Deadline deadline) {
  if (text.empty()) co_return;
  if (framing != Framing::chunked) {
    const std::array pieces{text};
    co_await stream.write(pieces, deadline);
    co_return;
  }
  const std::string size = fmt::format("{:x}\r\n", text.size());
  const std::array<std::string_view, 3> pieces{size, text, "\r\n"};
  co_await stream.write(pieces, deadline);
}

Task<> send_last_chunk(Stream& stream, Framing framing, Deadline deadline) {
  if (framing != Framing::chunked) co_return;
  const std::array<std::string_view, 1> pieces{"0\r\n\r\n"};
  co_await stream.write(pieces, deadline);
}

Task<std::uint64_t> send_pieces(Stream& stream, BodyPieces next, Framing framing,
                                const HttpLimits& limits, Deadline whole) {
  std::uint64_t sent = 0;
  while (true) {
    const auto made_by = std::min(deadline_in(limits.handler), whole);
    const auto piece = co_await within(made_by, next());
    if (!piece)
      throw Failure(Error{.code = ErrorCode::timed_out,
                          .text = "The next piece of a response was not made in time.",
                          .where = {}});
    if (piece->empty()) break;
    co_await send_piece(stream, *piece, framing, piece_deadline(limits, whole));
    sent += piece->size();
  }
  co_await send_last_chunk(stream, framing, piece_deadline(limits, whole));
  co_return sent;
}

}  // namespace

Framing framing_of(const HttpResponse& response, HttpVersion version) {
  if (response.status == 204 || response.status == 304) return Framing::none;
  if (!std::holds_alternative<BodyPieces>(response.body) &&
      !std::holds_alternative<std::shared_ptr<EventStream>>(response.body))
    return Framing::length;
  return version == HttpVersion::one_one ? Framing::chunked : Framing::until_close;
}

std::uint64_t body_length(const HttpBody& body) {
  if (const auto* text = std::get_if<std::string>(&body)) return text->size();
  if (const auto* lasting = std::get_if<LastingBytes>(&body)) return lasting->bytes.size();
  if (const auto* file = std::get_if<FileBytes>(&body)) return file->length;
  return 0;
}

//   IMF-fixdate = day-name "," SP day SP month SP year SP hour ":" minute ":" second SP "GMT"
std::string imf_fixdate(Instant instant) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(instant)));
}

std::string response_head(const HttpResponse& response, const HttpFields& always, HeadWish wish) {
  std::string head =
      fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  const auto add = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  for (const auto& [name, value] : response.headers) add(name, value);
  for (const auto& [name, value] : always)
    if (!response.headers.has(name)) add(name, value);
  add("Date", imf_fixdate(wish.date));
  if (wish.framing == Framing::length)
    add("Content-Length", std::to_string(body_length(response.body)));
  if (wish.framing == Framing::chunked) add("Transfer-Encoding", "chunked");
  add("Connection", wish.after == AfterResponse::close ? "close" : "keep-alive");
  return head + "\r\n";
}

Task<std::uint64_t> send_body(Stream& stream, HttpBody& body, Framing framing,
                              const HttpLimits& limits, Deadline deadline) {
  if (const auto* text = std::get_if<std::string>(&body))
    co_return co_await send_text(stream, *text, limits, deadline);
  if (const auto* lasting = std::get_if<LastingBytes>(&body))
    co_return co_await send_text(stream, lasting->bytes, limits, deadline);
  if (const auto* file = std::get_if<FileBytes>(&body))
    co_return co_await send_file(stream, *file, limits, deadline);
  if (const auto* pieces = std::get_if<BodyPieces>(&body))
    co_return co_await send_pieces(stream, *pieces, framing, limits, deadline);
  co_return 0;
}

Task<std::uint64_t> send_events(Stream& stream, EventStream& events, Framing framing,
                                const HttpLimits& limits) {
  const Deadline until = deadline_in(limits.events);
  std::uint64_t sent = 0;
  while (true) {
    if (std::chrono::steady_clock::now() >= until) events.end();
    const std::string text = co_await events.next();
    if (text.empty()) break;
    co_await send_piece(stream, text, framing, deadline_in(limits.piece));
    sent += text.size();
  }
  co_await send_last_chunk(stream, framing, deadline_in(limits.piece));
  co_return sent;
}

}  // namespace postferry::net
