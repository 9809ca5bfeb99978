#include "imap/wire/command.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "text/ascii.hpp"

namespace postferry::imap {
namespace {

constexpr std::uint64_t literal_minus_bytes = 4096;

bool is_quotable(std::string_view bytes) {
  return std::ranges::none_of(bytes, [](char c) {
    return c == '\r' || c == '\n' || c == '\0' || static_cast<unsigned char>(c) >= 0x80;
  });
}

// ASTRING-CHAR; NIL is left to the quotes, as it would be read as nothing.
bool is_atom(std::string_view bytes) {
  constexpr std::string_view specials = "(){ %*\"\\";
  return !bytes.empty() && !text::equal_ignoring_case(bytes, "NIL") &&
         std::ranges::all_of(
             bytes, [specials](char c) { return c > ' ' && c < 0x7f && !specials.contains(c); });
}

}  // namespace

LiteralForm literal_form(std::uint64_t size_bytes, LiteralSupport support) noexcept {
  const bool at_once = support == LiteralSupport::plus ||
                       (support == LiteralSupport::minus && size_bytes <= literal_minus_bytes);
  return at_once ? LiteralForm::non_synchronizing : LiteralForm::synchronizing;
}

std::string traced(const Segment& segment) {
  const std::string_view bytes = segment.bytes;
  std::string shown;
  std::size_t from = 0;
  for (const Segment::Span& secret : segment.secrets) {
    shown.append(bytes.substr(from, secret.from - from)).append("***");
    from = secret.to;
  }
  return shown.append(bytes.substr(from));
}

CommandWriter::CommandWriter(std::string_view name, LiteralSupport support) : support_(support) {
  command_.name = name;
  command_.segments.push_back({.bytes = std::string(name), .secrets = {}});
}

void CommandWriter::gap() {
  if (!at_start_) last().bytes.push_back(' ');
  at_start_ = false;
}

CommandWriter& CommandWriter::raw(std::string_view text) {
  gap();
  last().bytes.append(text);
  return *this;
}

CommandWriter& CommandWriter::astring(std::string_view bytes) {
  return is_atom(bytes) ? raw(bytes) : string(bytes);
}

CommandWriter& CommandWriter::string(std::string_view bytes) {
  gap();
  write_string(bytes);
  return *this;
}

// quoted = DQUOTE *QUOTED-CHAR DQUOTE; literal = "{" number ["+"] "}" CRLF *CHAR8
void CommandWriter::write_string(std::string_view bytes) {
  if (!is_quotable(bytes)) {
    at_start_ = true;
    literal_head(bytes.size());
    if (last().pause == Pause::continuation) command_.segments.emplace_back();
    last().bytes.append(bytes);
    return;
  }
  last().bytes.push_back('"');
  for (char c : bytes) {
    if (c == '"' || c == '\\') last().bytes.push_back('\\');
    last().bytes.push_back(c);
  }
  last().bytes.push_back('"');
}

CommandWriter& CommandWriter::secret(const Secret& value) {
  gap();
  const std::size_t segment = command_.segments.size() - 1;
  const std::size_t from = last().bytes.size();
  write_string(value.reveal());
  const bool moved_on = command_.segments.size() - 1 != segment;
  last().secrets.push_back({.from = moved_on ? 0 : from, .to = last().bytes.size()});
  return *this;
}

CommandWriter& CommandWriter::secret_raw(std::string_view bytes) {
  const std::size_t from = last().bytes.size();
  last().bytes.append(bytes);
  last().secrets.push_back({.from = from, .to = last().bytes.size()});
  return *this;
}

CommandWriter& CommandWriter::flags(const Flags& flags) {
  open_list();
  for (const std::string& name : flags.names()) {
    if (is_flag(name) && !text::equal_ignoring_case(name, "\\Recent")) raw(name);
  }
  return close_list();
}

CommandWriter& CommandWriter::open_list() {
  gap();
  last().bytes.push_back('(');
  at_start_ = true;
  return *this;
}

CommandWriter& CommandWriter::close_list() {
  last().bytes.push_back(')');
  at_start_ = false;
  return *this;
}

CommandWriter& CommandWriter::literal_head(std::uint64_t size_bytes, std::string_view prefix) {
  gap();
  const bool waits = literal_form(size_bytes, support_) == LiteralForm::synchronizing;
  fmt::format_to(std::back_inserter(last().bytes), "{}{{{}{}}}\r\n", prefix, size_bytes,
                 waits ? "" : "+");
  if (waits) last().pause = Pause::continuation;
  return *this;
}

CommandWriter& CommandWriter::end_line_and_wait() {
  last().bytes.append("\r\n");
  last().pause = Pause::continuation;
  command_.segments.emplace_back();
  return *this;
}

Command CommandWriter::finish() {
  last().bytes.append("\r\n");
  return std::move(command_);
}

Command CommandWriter::finish_open() { return std::move(command_); }

}  // namespace postferry::imap
