#include "api/preconditions.hpp"

#include <algorithm>

#include "api/problem.hpp"
#include "text/ascii.hpp"

namespace postferry::api {

std::string etag_of(std::string_view version) { return "\"" + std::string(version) + "\""; }

bool names_etag(std::string_view list, std::string_view etag) {
  if (text::trimmed(list) == "*") return true;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    auto tag = text::trimmed(list.substr(0, end));
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

void require_match(const net::HttpRequest& request, std::string_view etag) {
  if (!request.headers.has("If-Match"))
    throw Declined({.status = 428,
                    .code = "precondition_missing",
                    .detail = "A change needs If-Match with the ETag of what was seen.",
                    .hint = "Read it first, then send its ETag along."});
  if (!names_etag(request.headers.list("If-Match"), etag))
    throw Declined({.status = 412,
                    .code = "changed_meanwhile",
                    .detail = "This was changed by somebody else meanwhile.",
                    .hint = "Look at it again and decide anew."});
}

bool is_known(const net::HttpRequest& request, std::string_view etag) {
  return request.headers.has("If-None-Match") &&
         names_etag(request.headers.list("If-None-Match"), etag);
}

}  // namespace postferry::api
