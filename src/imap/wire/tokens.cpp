#include "imap/wire/tokens.hpp"

#include <charconv>
#include <fmt/format.h>
#include <limits>

#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

constexpr int most_members = 2000;
constexpr int deepest_nesting = 100;
constexpr std::string_view word_ends = " ()\"\r\n";

}  // namespace

void TokenReader::fail(std::string_view why, ErrorCode code) noexcept {
  if (!ok()) return;
  why_ = why;
  code_ = code;
  rest_ = {};
}

Error TokenReader::error() const {
  return Error{
      .code = code_, .text = fmt::format("{}: {}", why_, line_.substr(0, 120)), .where = {}};
}

void TokenReader::skip_blanks() noexcept {
  while (rest_.starts_with(' ')) rest_.remove_prefix(1);
}

bool TokenReader::take(char expected) noexcept {
  if (!rest_.starts_with(expected)) return false;
  rest_.remove_prefix(1);
  return true;
}

void TokenReader::expect(char expected) noexcept {
  if (!take(expected)) fail(expected == '(' ? "a list is missing" : "a character is missing");
}

bool TokenReader::more() noexcept {
  skip_blanks();
  if (take(')')) return false;
  if (at_end()) fail("a list without its end");
  if (++members_ > most_members) fail("a list beyond 2000 members", ErrorCode::bound_exceeded);
  return ok();
}

std::string_view TokenReader::word() noexcept { return up_to(word_ends); }

std::string_view TokenReader::up_to(std::string_view ends) noexcept {
  const std::string_view found = rest_.substr(0, rest_.find_first_of(ends));
  rest_.remove_prefix(found.size());
  return found;
}

std::string_view TokenReader::until(char end) noexcept {
  const std::size_t length = rest_.find(end);
  if (length == std::string_view::npos) {
    fail("a bracket without its end");
    return {};
  }
  const std::string_view found = rest_.substr(0, length);
  rest_.remove_prefix(length + 1);
  return found;
}

std::uint64_t TokenReader::number() noexcept {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
  if (problem != std::errc{} || value > std::numeric_limits<std::int64_t>::max()) {
    fail("not a number, or too large");
    return 0;
  }
  rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
  return value;
}

std::uint32_t TokenReader::number32() noexcept {
  const std::uint64_t value = number();
  if (value > std::numeric_limits<std::uint32_t>::max()) fail("a number beyond 32 bits");
  return static_cast<std::uint32_t>(value);
}

std::optional<std::uint64_t> TokenReader::loose_number() {
  skip_blanks();
  if (peek() == '(') {
    take('(');
    skip_blanks();
    const std::string_view inner = until(')');
    return TokenReader(inner).loose_number();
  }
  if (at_string()) {
    const std::string inner = string();
    return TokenReader(inner).loose_number();
  }
  TokenReader digits(word());
  const std::uint64_t value = digits.number();
  if (!digits.ok() || !digits.at_end()) return std::nullopt;
  return value;
}

bool TokenReader::at_string() const noexcept {
  return peek() == '"' || peek() == '{' || rest_.starts_with("~{");
}

std::string TokenReader::string() {
  if (peek() == '"') return quoted();
  if (at_string()) return std::string(literal());
  fail("a string is missing");
  return {};
}

std::optional<std::string> TokenReader::nstring() {
  skip_blanks();
  if (at_string()) return string();
  skip_value();
  return std::nullopt;
}

std::string TokenReader::astring() {
  skip_blanks();
  if (at_string()) return string();
  const std::string_view found = word();
  if (found.empty()) fail("a value is missing");
  return std::string(found);
}

std::string TokenReader::mailbox() {
  skip_blanks();
  if (at_string()) return string();
  std::string_view name = rest_;
  const std::size_t list = name.find(" (");
  name = text::trimmed(name.substr(0, list));
  if (name.empty() || name.front() == '(') {
    fail("a mailbox name is missing");
    return {};
  }
  rest_ = list == std::string_view::npos ? std::string_view{} : rest_.substr(list);
  return std::string(name);
}

std::optional<char> TokenReader::delimiter() {
  skip_blanks();
  if (rest_.starts_with("\"\\\"") && !rest_.starts_with("\"\\\"\"")) {
    rest_.remove_prefix(3);
    return '\\';
  }
  const auto text = nstring();
  if (!text || text->empty()) return std::nullopt;
  return text->front();
}

// "~" "{" number ["+"] "}" CRLF *CHAR8
std::string_view TokenReader::literal() noexcept {
  take('~');
  expect('{');
  const std::uint64_t size_bytes = number();
  take('+');
  expect('}');
  take('\r');
  expect('\n');
  if (size_bytes > rest_.size()) fail("a literal is cut off");
  if (!ok()) return {};
  const std::string_view bytes = rest_.substr(0, size_bytes);
  rest_.remove_prefix(size_bytes);
  return bytes;
}

// Where the closing quote stands; a last "\"" that only looks escaped also closes.
std::size_t TokenReader::quoted_end() const noexcept {
  for (std::size_t i = rest_.find_first_of("\\\"", 1); i != std::string_view::npos;
       i = rest_.find_first_of("\\\"", i)) {
    if (rest_[i] == '"') return i;
    i += 2;
    if (i >= rest_.size()) break;
  }
  return rest_.size() > 1 && rest_.back() == '"' ? rest_.size() - 1 : std::string_view::npos;
}

// DQUOTE *QUOTED-CHAR DQUOTE; a backslash before anything but "\" and DQUOTE stands for itself.
std::string TokenReader::quoted() {
  const std::size_t end = quoted_end();
  if (end == std::string_view::npos) {
    fail("a string without its end");
    return {};
  }
  const std::string_view inner = rest_.substr(1, end - 1);
  if (inner.find_first_of("\r\n") != std::string_view::npos) {
    fail("a line end in a string");
    return {};
  }
  rest_.remove_prefix(end + 1);
  if (inner.find('\\') == std::string_view::npos) return std::string(inner);
  std::string out;
  out.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const bool escape =
        inner[i] == '\\' && i + 1 < inner.size() && (inner[i + 1] == '\\' || inner[i + 1] == '"');
    out.push_back(inner[escape ? ++i : i]);
  }
  return out;
}

void TokenReader::skip_value() {
  int depth = 0;
  do {
    skip_blanks();
    if (depth == 0 && (at_end() || peek() == ')')) return;
    if (take('(')) {
      if (++depth > deepest_nesting) fail("lists nested too deep", ErrorCode::bound_exceeded);
    } else if (take(')')) {
      --depth;
    } else if (peek() == '"') {
      const std::size_t end = quoted_end();
      if (end == std::string_view::npos) return fail("a string without its end");
      rest_.remove_prefix(end + 1);
    } else if (at_string()) {
      literal();
    } else if (word().empty()) {
      fail("a value is missing");
    }
    if (at_end() && depth > 0) fail("a list without its end");
  } while (ok() && depth > 0);
}

}  // namespace postferry::imap
