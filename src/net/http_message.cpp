#include "net/http_message.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/error.hpp"
#include "text/ascii.hpp"

namespace postferry::net {
namespace {

//   tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" /
//           "~" / DIGIT / ALPHA
bool is_token_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool breaks_field(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

void check(const HttpFields::Field& field) {
  const auto& [name, value] = field;
  if (!name.empty() && std::ranges::all_of(name, is_token_character) &&
      std::ranges::none_of(value, breaks_field))
    return;
  throw Failure(Error{.code = ErrorCode::internal,
                      .text = "A header field would have ended its line.",
                      .where = {}});
}

struct Phrase {
  unsigned status;
  std::string_view text;
};

constexpr std::array phrases{Phrase{200, "OK"},
                             Phrase{201, "Created"},
                             Phrase{202, "Accepted"},
                             Phrase{204, "No Content"},
                             Phrase{206, "Partial Content"},
                             Phrase{301, "Moved Permanently"},
                             Phrase{303, "See Other"},
                             Phrase{304, "Not Modified"},
                             Phrase{307, "Temporary Redirect"},
                             Phrase{308, "Permanent Redirect"},
                             Phrase{400, "Bad Request"},
                             Phrase{401, "Unauthorized"},
                             Phrase{403, "Forbidden"},
                             Phrase{404, "Not Found"},
                             Phrase{405, "Method Not Allowed"},
                             Phrase{406, "Not Acceptable"},
                             Phrase{408, "Request Timeout"},
                             Phrase{409, "Conflict"},
                             Phrase{410, "Gone"},
                             Phrase{412, "Precondition Failed"},
                             Phrase{413, "Content Too Large"},
                             Phrase{414, "URI Too Long"},
                             Phrase{415, "Unsupported Media Type"},
                             Phrase{416, "Range Not Satisfiable"},
                             Phrase{417, "Expectation Failed"},
                             Phrase{422, "Unprocessable Content"},
                             Phrase{428, "Precondition Required"},
                             Phrase{429, "Too Many Requests"},
                             Phrase{431, "Request Header Fields Too Large"},
                             Phrase{500, "Internal Server Error"},
                             Phrase{501, "Not Implemented"},
                             Phrase{502, "Bad Gateway"},
                             Phrase{503, "Service Unavailable"},
                             Phrase{504, "Gateway Timeout"},
                             Phrase{505, "HTTP Version Not Supported"}};

}  // namespace

HttpFields::HttpFields(std::initializer_list<Field> fields) : fields_(fields) {
  std::ranges::for_each(fields_, check);
}

void HttpFields::add(std::string name, std::string value) {
  Field field(std::move(name), std::move(value));
  check(field);
  fields_.push_back(std::move(field));
}

void HttpFields::set(std::string name, std::string value) {
  std::erase_if(fields_, [&name](const Field& field) {
    return text::equal_ignoring_case(field.first, name);
  });
  add(std::move(name), std::move(value));
}

std::optional<std::string_view> HttpFields::find(std::string_view name) const {
  for (const auto& [present, value] : fields_)
    if (text::equal_ignoring_case(present, name)) return value;
  return std::nullopt;
}

std::string HttpFields::list(std::string_view name) const {
  std::string all;
  for (const auto& [present, value] : fields_) {
    if (!text::equal_ignoring_case(present, name)) continue;
    if (!all.empty()) all += ", ";
    all += value;
  }
  return all;
}

std::size_t HttpFields::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(fields_, [name](const Field& field) {
    return text::equal_ignoring_case(field.first, name);
  }));
}

std::optional<std::string_view> HttpRequest::parameter(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &QueryPairs::value_type::first);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

//   cookie-string = cookie-pair *( ";" SP cookie-pair )
std::optional<std::string_view> HttpRequest::cookie(std::string_view name) const {
  for (const auto& [field, value] : headers) {
    if (!text::equal_ignoring_case(field, "Cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = text::trimmed(rest.substr(0, end));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name)
        return pair.substr(equals + 1);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return std::nullopt;
}

std::string_view reason_phrase(unsigned status) {
  const auto found = std::ranges::find(phrases, status, &Phrase::status);
  return found == phrases.end() ? "Status" : found->text;
}

HttpResponse plain_problem(unsigned status, std::string_view detail) {
  std::string body = R"({"type":"about:blank","title":")";
  body.append(reason_phrase(status)).append(R"(","status":)").append(std::to_string(status));
  body.append(R"(,"detail":")").append(detail).append("\"}\n");
  return {.status = status,
          .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

}  // namespace postferry::net
