#include "imap/session/trace.hpp"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <unistd.h>

#include "base/error.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t longest_line = 2000;

// The number of a literal's "{n}" (or "~{n}") at the end of `before`; nothing when there is none.
std::optional<std::size_t> literal_size(std::string_view before) {
  if (!before.ends_with('}')) return std::nullopt;
  const auto brace = before.rfind('{');
  if (brace == std::string_view::npos) return std::nullopt;
  std::size_t size = 0;
  const char* const last = before.data() + before.size() - 1;
  const auto [end, problem] = std::from_chars(before.data() + brace + 1, last, size);
  if (problem != std::errc{} || end != last) return std::nullopt;
  return size;
}

bool is_fetch(std::string_view line) {
  if (!line.starts_with("* ")) return false;
  const auto word = line.find(' ', 2);
  return word != std::string_view::npos && line.substr(word + 1, 5) == "FETCH";
}

// A quoted text in a FETCH may be a header or a whole short body; only a date is let through.
std::string without_quoted(std::string_view part) {
  std::string shown;
  std::size_t at = 0;
  while (at < part.size()) {
    const auto open = part.find('"', at);
    shown += part.substr(at, open == part.npos ? open : open - at);
    if (open == part.npos) break;
    std::size_t close = open + 1;
    while (close < part.size() && part[close] != '"') close += part[close] == '\\' ? 2 : 1;
    const std::size_t after = std::min(close + 1, part.size());
    if (std::string_view(shown).ends_with("INTERNALDATE "))
      shown += part.substr(open, after - open);
    else
      shown += fmt::format("{{{} bytes}}", after - open - std::min<std::size_t>(2, after - open));
    at = after;
  }
  return shown;
}

}  // namespace

std::string traced_response(std::string_view line) {
  const bool fetch = is_fetch(line);
  std::string shown;
  while (!line.empty()) {
    const auto end = line.find("\r\n");
    const std::string_view part = line.substr(0, end);
    const auto size = end == line.npos ? std::nullopt : literal_size(part);
    if (size) {
      const std::string_view head = part.substr(0, part.rfind('{'));
      shown += fetch ? without_quoted(head) : std::string(head);
      shown += fmt::format("{{{} bytes}}", *size);
      line.remove_prefix(std::min(line.size(), end + 2 + *size));
      continue;
    }
    shown += fetch ? without_quoted(part) : std::string(part);
    line.remove_prefix(end == line.npos ? line.size() : end + 2);
  }
  if (shown.size() > longest_line) {
    const std::size_t left_out = shown.size() - longest_line;
    shown.resize(longest_line);
    shown += fmt::format("... ({} more)", left_out);
  }
  return shown;
}

FileTrace::FileTrace(const std::string& path) : start_(std::chrono::steady_clock::now()) {
  const int created = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (created >= 0) ::close(created);
  file_.open(path, std::ios::trunc);
  if (!file_)
    throw Failure(Error{.code = ErrorCode::file_unreadable,
                        .text = "The trace cannot be written.",
                        .where = path,
                        .scope = Scope::run});
}

unsigned FileTrace::next_connection() { return ++connections_; }

void FileTrace::line(unsigned connection, TraceKind kind, std::string_view text) {
  constexpr std::string_view marks = "CS-";
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - start_;
  const std::string whole = fmt::format("{:10.3f} #{} {}: {}\n", since.count(), connection,
                                        marks[static_cast<std::size_t>(kind)], text);
  const std::scoped_lock lock(mutex_);
  file_ << whole << std::flush;
}

}  // namespace postferry::imap
