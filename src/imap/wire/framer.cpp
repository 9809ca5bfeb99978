#include "imap/wire/framer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <limits>

#include "imap/wire/response_readers.hpp"
#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

using text::equal_ignoring_case;

constexpr std::size_t first_capacity_bytes = std::size_t{64} << 10;
constexpr std::size_t kept_capacity_bytes = std::size_t{1} << 20;

struct Announced {
  std::size_t brace = 0;         // where "{" stands
  std::uint64_t size_bytes = 0;  // 2^64 - 1 when it is too large to count
};

// "{" number ["+"] "}" at the end of a text, where a value may begin.
std::optional<Announced> announced_literal(std::string_view text) {
  if (!text.ends_with('}')) return std::nullopt;
  const std::size_t brace = text.rfind('{');
  if (brace == std::string_view::npos || brace == 0) return std::nullopt;
  if (!std::string_view(" (~]>)\"").contains(text[brace - 1])) return std::nullopt;
  std::string_view digits = text.substr(brace + 1, text.size() - brace - 2);
  if (digits.ends_with('+')) digits.remove_suffix(1);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  Announced literal{.brace = brace, .size_bytes = std::numeric_limits<std::uint64_t>::max()};
  std::from_chars(digits.data(), digits.data() + digits.size(), literal.size_bytes);
  return literal;
}

std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

std::string_view Framer::view(std::size_t from, std::size_t to) const noexcept {
  return {buffer_.get() + from, to - from};
}

std::span<char> Framer::space(std::size_t least_bytes) {
  if (capacity_ - end_ >= least_bytes) return {buffer_.get() + end_, capacity_ - end_};
  const std::size_t used = end_ - piece_;
  std::size_t wanted = std::max(capacity_, first_capacity_bytes);
  if (used == 0 && wanted > kept_capacity_bytes) wanted = first_capacity_bytes;
  while (wanted - used < least_bytes) wanted *= 2;
  if (wanted != capacity_) {
    auto larger = std::make_unique_for_overwrite<char[]>(wanted);
    if (used > 0) std::memcpy(larger.get(), buffer_.get() + piece_, used);
    buffer_ = std::move(larger);
    capacity_ = wanted;
  } else if (used > 0) {
    std::memmove(buffer_.get(), buffer_.get() + piece_, used);
  }
  text_ -= piece_;
  scanned_ -= piece_;
  end_ = used;
  piece_ = 0;
  return {buffer_.get() + end_, capacity_ - end_};
}

void Framer::commit(std::size_t read_bytes) noexcept {
  end_ += std::min(read_bytes, capacity_ - end_);
}

Result<FrameEvent> Framer::next() {
  if (failure_) return std::unexpected(*failure_);
  if (head_state_ == Head::given_out) {
    head_.clear();
    head_state_ = Head::none;
  } else if (head_state_ == Head::literal_announced) {
    head_.append("{0}\r\n");
    head_state_ = Head::open;
  }
  if (streaming_ > 0) return next_chunk();
  return next_line();
}

FrameEvent Framer::next_chunk() {
  const std::size_t size = std::min<std::uint64_t>(end_ - piece_, streaming_);
  if (size == 0) return NeedMore{};
  const std::string_view bytes = view(piece_, piece_ + size);
  piece_ = text_ = scanned_ = piece_ + size;
  streaming_ -= size;
  return LiteralChunk{.bytes = bytes, .remaining_bytes = streaming_};
}

Result<FrameEvent> Framer::next_line() {
  while (scanned_ < end_) {
    const void* found = std::memchr(buffer_.get() + scanned_, '\n', end_ - scanned_);
    if (found == nullptr) {
      scanned_ = end_;
      break;
    }
    const auto line_feed =
        static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.get());
    const std::size_t after = line_feed + 1;
    const bool has_return = line_feed > text_ && buffer_[line_feed - 1] == '\r';
    const std::size_t line_end = has_return ? line_feed - 1 : line_feed;
    if (text_bytes(line_end) > bounds_.line_bytes && text_bytes(line_end) > text_bound()) {
      return fail(ErrorCode::bound_exceeded, "a response that is too long");
    }
    const std::string_view text = view(text_, line_end);
    const auto literal = admits_literals() ? announced_literal(text) : std::nullopt;
    if (!literal) return end_response(line_end, after);
    if (mode_ == BodyLiterals::streamed && is_body(text.substr(0, literal->brace))) {
      return start_body(text_ + literal->brace, after, literal->size_bytes);
    }
    if (literal->size_bytes > bounds_.inline_literals_bytes - literals_) {
      return fail(ErrorCode::bound_exceeded,
                  fmt::format("a literal of {} bytes", literal->size_bytes));
    }
    literals_ += literal->size_bytes;
    text_ = scanned_ = after + literal->size_bytes;
  }
  if (text_ <= end_ && text_bytes(end_) > bounds_.line_bytes && text_bytes(end_) > text_bound()) {
    return fail(ErrorCode::bound_exceeded, "a response that is too long");
  }
  return NeedMore{};
}

Result<FrameEvent> Framer::start_body(std::size_t brace, std::size_t after,
                                      std::uint64_t size_bytes) {
  if (size_bytes > bounds_.streamed_literal_bytes) {
    return fail(ErrorCode::bound_exceeded, fmt::format("a message of {} bytes", size_bytes));
  }
  head_.append(view(piece_, brace));
  head_state_ = Head::literal_announced;
  piece_ = text_ = scanned_ = after;
  literals_ = 0;
  streaming_ = size_bytes;
  return LiteralStart{.head = head_, .size_bytes = size_bytes};
}

Line Framer::end_response(std::size_t line_end, std::size_t after) {
  std::string_view whole = view(piece_, line_end);
  if (head_state_ == Head::open) {
    head_.append(whole);
    head_state_ = Head::given_out;
    whole = head_;
  }
  piece_ = text_ = scanned_ = after;
  literals_ = 0;
  return Line{.text = whole};
}

std::unexpected<Error> Framer::fail(ErrorCode code, std::string text) {
  failure_ = Error{.code = code, .text = std::move(text), .where = {}};
  piece_ = text_ = scanned_ = end_ = literals_ = 0;
  capacity_ = 0;
  buffer_.reset();
  head_ = {};
  return std::unexpected(*failure_);
}

// Status responses and "+" are text for people, where "{5}" at the end means nothing.
bool Framer::admits_literals() const noexcept {
  if (text_ != piece_ || head_state_ == Head::open) return true;
  std::string_view text = view(piece_, std::min(end_, piece_ + 64));
  if (!text.starts_with('*')) return false;
  text.remove_prefix(1);
  return !status_kind_of(take_word(text));
}

// Whether BODY[], BODY[]<n>, BINARY[], BINARY[]<n> or RFC822 of a FETCH is the last item.
bool Framer::is_body(std::string_view before_literal) const noexcept {
  std::string_view start =
      head_state_ == Head::open ? std::string_view(head_) : view(piece_, text_);
  if (start.empty()) start = before_literal;
  if (!start.starts_with('*')) return false;
  start.remove_prefix(1);
  take_word(start);
  if (!equal_ignoring_case(take_word(start), "FETCH")) return false;
  if (before_literal.ends_with('~')) before_literal.remove_suffix(1);
  before_literal = text::trimmed(before_literal);
  std::string_view item = before_literal.substr(before_literal.find_last_of(" (") + 1);
  if (item.ends_with('>')) item = item.substr(0, item.rfind('<'));
  return equal_ignoring_case(item, "BODY[]") || equal_ignoring_case(item, "BINARY[]") ||
         equal_ignoring_case(item, "RFC822");
}

std::size_t Framer::text_bytes(std::size_t until) const noexcept {
  return head_.size() + (until - piece_) - literals_;
}

// Answers that name every mailbox or message may be longer than the others.
std::size_t Framer::text_bound() const noexcept {
  std::string_view text = view(piece_, std::min(end_, piece_ + 64));
  if (head_state_ == Head::open || !text.starts_with('*')) return bounds_.line_bytes;
  text.remove_prefix(1);
  const std::string_view word = take_word(text);
  for (std::string_view listing : {"LIST", "LSUB", "SEARCH", "ESEARCH", "VANISHED"}) {
    if (equal_ignoring_case(word, listing)) return bounds_.listing_bytes;
  }
  return bounds_.line_bytes;
}

}  // namespace postferry::imap
