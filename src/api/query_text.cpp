#include "api/query_text.hpp"

#include <algorithm>

#include "api/problem.hpp"
#include "service/ulid.hpp"
#include "text/utf8.hpp"

namespace postferry::api {
namespace {

bool is_unseen(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

}  // namespace

void decline_query(std::string_view name, std::string_view sentence) {
  throw Declined(
      {.status = 400,
       .code = "bad_query",
       .detail = std::string(sentence),
       .errors = {
           {.field = std::string(name), .code = "bad_query", .text = std::string(sentence)}}});
}

std::string query_text(const net::HttpRequest& request, std::string_view name,
                       std::size_t most_bytes) {
  std::string value(request.parameter(name).value_or(""));
  if (value.size() > most_bytes) decline_query(name, "This is too long.");
  if (!text::is_utf8(value) || std::ranges::any_of(value, is_unseen))
    decline_query(name, "This holds a character that cannot be seen.");
  return value;
}

std::string id_at(const Call& call, std::string_view name) {
  const auto& id = call.at(name);
  if (!service::is_ulid(id))
    throw Declined(not_found("There is no such thing, or you may not see it."));
  return id;
}

}  // namespace postferry::api
