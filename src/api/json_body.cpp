#include "api/json_body.hpp"

#include <algorithm>
#include <utility>

#include "api/problem.hpp"
#include "text/ascii.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;

Problem unreadable(unsigned status, std::string_view code, std::string_view detail) {
  return {.status = status, .code = std::string(code), .detail = std::string(detail)};
}

json::Value json_of(const net::HttpRequest& request, JsonBounds bounds) {
  const auto type = request.headers.find("Content-Type").value_or("");
  if (!text::equal_ignoring_case(text::trimmed(type.substr(0, type.find(';'))), "application/json"))
    throw Declined(unreadable(415, "not_json", "The body must be application/json."));
  const JsonShape shape = json_shape(request.body);
  if (shape.depth > bounds.depth || shape.values > bounds.values)
    throw Declined(unreadable(400, "too_much_json", "The body is nested too deeply or too long."));
  auto value = json::parse(request.body);
  if (!value) throw Declined(unreadable(400, "not_json", "The body is not JSON."));
  return *std::move(value);
}

}  // namespace

JsonShape json_shape(std::string_view text) {
  JsonShape shape;
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      shape.depth = std::max(shape.depth, ++depth);
      ++shape.values;
    } else if (c == ']' || c == '}') {
      if (depth > 0) --depth;
    } else if (c == ',') {
      ++shape.values;
    }
  }
  return shape;
}

json::Object json_body(const net::HttpRequest& request, JsonBounds bounds) {
  auto value = json_of(request, bounds);
  if (!value.is_object())
    throw Declined(unreadable(400, "not_json", "The body must be a JSON object."));
  return std::move(value.get_object());
}

json::Array json_list(const net::HttpRequest& request, JsonBounds bounds) {
  auto value = json_of(request, bounds);
  if (!value.is_array()) throw Declined(unreadable(400, "not_json", "The body must be a list."));
  return std::move(value.get_array());
}

}  // namespace postferry::api
