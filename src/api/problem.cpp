#include "api/problem.hpp"

#include <utility>

#include "base/error_catalog.hpp"
#include "text/json.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;

void add(json::Object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}

json::Object error_object(const FieldProblem& error) {
  json::Object object;
  add(object, "field", error.field);
  if (error.line) object["line"] = *error.line;
  add(object, "column", error.column);
  add(object, "code", error.code);
  add(object, "text", error.text);
  add(object, "hint", error.hint);
  add(object, "side", error.side);
  add(object, "server_said", error.server_said);
  return object;
}

unsigned status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_usage:
      return 400;
    case ErrorCode::permission_denied:
      return 403;
    case ErrorCode::item_gone:
    case ErrorCode::folder_missing:
      return 404;
    case ErrorCode::same_account:
    case ErrorCode::lease_held:
    case ErrorCode::lease_lost:
    case ErrorCode::generation_changed:
      return 409;
    case ErrorCode::wrong_password:
    case ErrorCode::app_password_needed:
    case ErrorCode::imap_switched_off:
    case ErrorCode::login_refused:
    case ErrorCode::wrong_server:
      return 422;
    case ErrorCode::throttled:
    case ErrorCode::too_many_connections:
    case ErrorCode::interrupted:
      return 503;
    case ErrorCode::timed_out:
      return 504;
    case ErrorCode::file_unreadable:
    case ErrorCode::state_broken:
    case ErrorCode::disk_full:
    case ErrorCode::doubtful:
    case ErrorCode::internal:
      return 500;
    default:
      return 502;
  }
}

}  // namespace

Declined::Declined(Problem problem)
    : std::runtime_error(problem.detail), problem_(std::move(problem)) {}

net::HttpResponse problem_response(const Problem& problem) {
  json::Object body;
  body["type"] = problem.code.empty() ? "about:blank" : "urn:postferry:problem:" + problem.code;
  body["title"] = std::string(net::reason_phrase(problem.status));
  body["status"] = problem.status;
  add(body, "detail", problem.detail);
  add(body, "code", problem.code);
  add(body, "hint", problem.hint);
  if (!problem.errors.empty()) {
    json::Array errors;
    for (const auto& error : problem.errors) errors.push_back(error_object(error));
    body["errors"] = std::move(errors);
  }
  net::HttpResponse response{.status = problem.status,
                             .headers = {{"Content-Type", "application/problem+json"}},
                             .body = json::serialize(body) + "\n"};
  if (problem.retry_after)
    response.headers.add("Retry-After", std::to_string(problem.retry_after->count()));
  // RFC 9110 section 15.5.2; of a scheme that makes no browser open a window of its own.
  if (problem.status == 401) response.headers.add("WWW-Authenticate", "Bearer");
  return response;
}

Problem problem_of(const Error& error) {
  const auto& entry = catalog_entry(error.code);
  Problem problem{.status = status_of(error.code),
                  .code = std::string(entry.name),
                  .detail = std::string(entry.sentence),
                  .hint = std::string(entry.hint),
                  .errors = {},
                  .retry_after = error.retry_after};
  if (problem.status == 500) {
    // What our files and tables are called is nobody's affair; the log has it.
    problem.hint = "Ask the operator, who finds the reason in the service's log.";
    return problem;
  }
  if (!error.text.empty()) problem.detail += " " + error.text;
  return problem;
}

Problem not_found(std::string_view what) {
  return {.status = 404, .code = "not_found", .detail = std::string(what)};
}

Problem forbidden(std::string_view detail) {
  return {.status = 403, .code = "forbidden", .detail = std::string(detail)};
}

Problem conflict(std::string_view code, std::string_view detail) {
  return {.status = 409, .code = std::string(code), .detail = std::string(detail)};
}

Problem invalid(std::vector<FieldProblem> errors) {
  return {.status = 422,
          .code = "invalid",
          .detail = errors.size() == 1 ? errors.front().text : "Some fields cannot stay so.",
          .errors = std::move(errors)};
}

}  // namespace postferry::api
