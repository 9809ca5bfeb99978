#include "tests/support/service/described_api.hpp"

#include <algorithm>
#include <set>

#include "api/openapi.hpp"
#include "tests/support/service/json_schema.hpp"
#include "text/ascii.hpp"

namespace postferry::test {
namespace {

using text::json::Object;
using text::json::Value;

// What no route answers, but the server or the router for all of them.
bool is_of_any_route(int status) {
  static const std::set<int> statuses{304, 405};
  return statuses.contains(status);
}

bool segment_fits(std::string_view pattern, std::string_view segment) {
  const auto open = pattern.find('{');
  if (open == std::string_view::npos) return pattern == segment;
  const auto after = pattern.substr(pattern.find('}') + 1);
  return segment.size() > open + after.size() && segment.starts_with(pattern.substr(0, open)) &&
         segment.ends_with(after);
}

bool path_fits(std::string_view pattern, std::string_view path) {
  while (true) {
    const auto end = pattern.find('/', 1);
    const auto stop = path.find('/', 1);
    if (!segment_fits(pattern.substr(0, end), path.substr(0, stop))) return false;
    if ((end == std::string_view::npos) != (stop == std::string_view::npos)) return false;
    if (end == std::string_view::npos) return true;
    pattern.remove_prefix(end);
    path.remove_prefix(stop);
  }
}

const Object* operation_of(const ShownReply& reply) {
  const auto path = described_path(reply.target.substr(0, reply.target.find('?')));
  if (!path) return nullptr;
  const auto& methods = described_api().at("paths").at(*path).as_object();
  const auto* found = methods.if_contains(text::to_lower(reply.method));
  return found == nullptr ? nullptr : &found->as_object();
}

const Object& response_of(const Object& operation, int status) {
  const auto& responses = operation.at("responses").as_object();
  const auto* found = responses.if_contains(std::to_string(status));
  const auto& response = (found != nullptr ? *found : responses.at("default")).as_object();
  const auto* reference = response.if_contains("$ref");
  if (reference == nullptr) return response;
  return referred(described_api(), std::string_view(reference->as_string()));
}

std::vector<std::string> body_faults(const Object& response, const ShownReply& reply) {
  const auto* content = response.if_contains("content");
  if (content == nullptr)
    return reply.body.empty() ? std::vector<std::string>() : std::vector{std::string("has a body")};
  const auto type = reply.content_type.substr(0, reply.content_type.find(';'));
  const auto* described = content->as_object().if_contains(type);
  if (described == nullptr) return {"is of another content type: " + reply.content_type};
  if (!type.ends_with("json")) return {};
  const auto value = text::json::parse(reply.body);
  if (!value) return {"is no JSON: " + reply.body.substr(0, 80)};
  return schema_faults(*value, described->at("schema").as_object(), described_api());
}

}  // namespace

const Object& described_api() {
  static const Value document = text::json::parse(api::openapi_document()).value();
  return document.as_object();
}

std::optional<std::string> described_path(std::string_view path) {
  std::optional<std::string> found;
  for (const auto& [pattern, methods] : described_api().at("paths").as_object()) {
    const std::string_view text(pattern);
    // Of two that fit, the one without names is meant.
    if (path_fits(text, path) && (!found || !text.contains('{'))) found = std::string(text);
  }
  return found;
}

std::vector<std::string> undescribed(const ShownReply& reply) {
  if (is_of_any_route(reply.status)) return {};
  const auto* operation = operation_of(reply);
  if (operation == nullptr)
    return reply.status == 404 ? std::vector<std::string>()
                               : std::vector{std::string("the route is not described")};
  return body_faults(response_of(*operation, reply.status), reply);
}

}  // namespace postferry::test
