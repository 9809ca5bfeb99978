#include "api/paging.hpp"

#include <algorithm>
#include <charconv>

#include "api/problem.hpp"
#include "text/base64.hpp"
#include "text/utf8.hpp"

namespace postferry::api {
namespace {

constexpr std::size_t longest_cursor = 2000;
constexpr char between = '\x1f';  // no sort key holds it

Declined bad(std::string_view field, std::string_view sentence) {
  return Declined(
      {.status = 400,
       .code = "bad_query",
       .detail = std::string(sentence),
       .errors = {
           {.field = std::string(field), .code = "bad_query", .text = std::string(sentence)}}});
}

// A database takes no zero in a text, and no list is sorted by what cannot be seen.
bool is_printable(const Cursor& cursor) {
  const auto is_unseen = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  return std::ranges::none_of(
      cursor, [&](const std::string& key) { return std::ranges::any_of(key, is_unseen); });
}

}  // namespace

std::string cursor_text(const Cursor& cursor) {
  std::string keys = "c";
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    if (i > 0) keys += between;
    for (const char c : cursor[i])
      if (c != between) keys += c;
  }
  std::string text = text::base64_encode(keys);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  std::erase(text, '=');
  return text;
}

std::optional<Cursor> parse_cursor(std::string_view text) {
  if (text.size() > longest_cursor) return std::nullopt;
  std::string padded(text);
  if (padded.find_first_of("+/=") != std::string::npos) return std::nullopt;
  std::ranges::replace(padded, '-', '+');
  std::ranges::replace(padded, '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  const auto keys = text::base64_decode(padded);
  if (!keys || !keys->starts_with('c') || !text::is_utf8(*keys)) return std::nullopt;
  Cursor cursor;
  std::string_view rest = std::string_view(*keys).substr(1);
  while (true) {
    const auto end = std::min(rest.find(between), rest.size());
    cursor.emplace_back(rest.substr(0, end));
    if (end == rest.size()) return cursor;
    rest.remove_prefix(end + 1);
  }
}

Page page_of(const net::HttpRequest& request, PageRules rules) {
  Page page{.limit = rules.usual};
  if (const auto limit = request.parameter("limit")) {
    const char* const last = limit->data() + limit->size();
    const auto [end, problem] = std::from_chars(limit->data(), last, page.limit);
    if (problem != std::errc{} || end != last || page.limit == 0 || page.limit > rules.most)
      throw bad("limit", "limit must be a number from 1 to " + std::to_string(rules.most) + ".");
  }
  const auto cursor = request.parameter("cursor");
  if (!cursor || cursor->empty()) return page;
  page.after = parse_cursor(*cursor);
  if (!page.after || page.after->size() != rules.keys || !is_printable(*page.after))
    throw bad("cursor", "This cursor is not one of this list's; start without it.");
  return page;
}

}  // namespace postferry::api
