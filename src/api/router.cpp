#include "api/router.hpp"

#include <algorithm>
#include <utility>

#include "api/problem.hpp"
#include "net/address_range.hpp"

namespace postferry::api {
namespace {

std::string joined(const std::vector<std::string>& methods) {
  std::string list;
  for (const auto& method : methods) list += (list.empty() ? "" : ", ") + method;
  return list;
}

net::HttpResponse methods_of(std::vector<std::string> methods, std::string_view asked) {
  if (std::ranges::find(methods, "GET") != methods.end()) methods.emplace_back("HEAD");
  methods.emplace_back("OPTIONS");
  std::ranges::sort(methods);
  net::HttpResponse response{.status = 204};
  if (asked != "OPTIONS")
    response = problem_response({.status = 405,
                                 .code = "method_not_allowed",
                                 .detail = "This address knows " + joined(methods) + "."});
  response.headers.add("Allow", joined(methods));
  return response;
}

}  // namespace

Router::Router(RouterOptions options)
    : options_(std::move(options)),
      per_peer_(options_.per_peer),
      per_caller_(options_.per_caller) {}

void Router::Section::get(std::string_view path, Rules rules, Handler handler) {
  router_.add("GET", prefix_ + std::string(path), std::move(rules), std::move(handler));
}
void Router::Section::post(std::string_view path, Rules rules, Handler handler) {
  router_.add("POST", prefix_ + std::string(path), std::move(rules), std::move(handler));
}
void Router::Section::put(std::string_view path, Rules rules, Handler handler) {
  router_.add("PUT", prefix_ + std::string(path), std::move(rules), std::move(handler));
}
void Router::Section::patch(std::string_view path, Rules rules, Handler handler) {
  router_.add("PATCH", prefix_ + std::string(path), std::move(rules), std::move(handler));
}
void Router::Section::remove(std::string_view path, Rules rules, Handler handler) {
  router_.add("DELETE", prefix_ + std::string(path), std::move(rules), std::move(handler));
}

void Router::add(std::string method, std::string path, Rules rules, Handler handler) {
  for (const auto& route : routes_)
    if (route.method == method && route.pattern.text() == path)
      throw Failure(Error{.code = ErrorCode::internal,
                          .text = "Two handlers for " + method + " " + path + ".",
                          .where = {}});
  routes_.push_back({.method = std::move(method),
                     .pattern = PathPattern(std::move(path)),
                     .rules = std::move(rules),
                     .handler = std::move(handler)});
}

Router::Found Router::find(const net::HttpRequest& request) const {
  const std::string_view method =
      request.method == "HEAD" ? "GET" : std::string_view(request.method);
  Found found;
  std::vector<std::pair<std::string, std::string>> in_path;
  for (const auto& route : routes_) {
    if (!route.pattern.matches(request.segments, in_path)) continue;
    found.methods.push_back(route.method);
    if (route.method != method) continue;
    if (found.route != nullptr && !route.pattern.more_exact_than(found.route->pattern)) continue;
    found.route = &route;
    found.in_path = in_path;
  }
  return found;
}

std::size_t Router::body_limit(const net::HttpRequest& head) const {
  const auto found = find(head);
  return found.route == nullptr ? Rules{}.body_bytes : found.route->rules.body_bytes;
}

Task<net::HttpResponse> Router::answer(net::HttpRequest request) {
  const std::string method = request.method;
  Found found = find(request);
  Call call{
      .request = std::move(request), .route = found.route, .in_path = std::move(found.in_path)};
  const std::string named =
      method + " " + (found.route == nullptr ? call.request.path : found.route->pattern.text());
  std::exception_ptr failure;
  net::HttpResponse response;
  try {
    if (found.route == nullptr || found.route->rules.counts)
      charge(per_peer_, net::counted_as(call.request.peer));
    if (found.route != nullptr)
      response = co_await handle(std::move(call));
    else if (!found.methods.empty())
      response = methods_of(std::move(found.methods), method);
    else if (otherwise_ && (method == "GET" || method == "HEAD"))
      response = co_await otherwise_(std::move(call));
    else
      response = problem_response(not_found());
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) response = explain(failure, named);
  if (!response.headers.has("Cache-Control")) response.headers.add("Cache-Control", "no-store");
  co_return response;
}

Task<net::HttpResponse> Router::handle(Call call) {
  if (options_.door) co_await options_.door(call);
  if (call.route->rules.counts && !call.charged_to.empty()) charge(per_caller_, call.charged_to);
  co_return co_await call.route->handler(std::move(call));
}

void Router::charge(RateLimit& limit, const std::string& key) const {
  const auto wait = limit.take(key, std::chrono::steady_clock::now());
  if (!wait) return;
  throw Declined({.status = 429,
                  .code = "too_many_requests",
                  .detail = "Too many requests have come from here.",
                  .hint = "Wait as long as Retry-After says.",
                  .errors = {},
                  .retry_after = *wait});
}

net::HttpResponse Router::explain(std::exception_ptr failure, std::string_view route) const {
  std::string what = "an exception without a name";
  try {
    std::rethrow_exception(failure);
  } catch (const Declined& declined) {
    return problem_response(declined.problem());
  } catch (const Failure& failed) {
    const Problem problem = problem_of(failed.error());
    if (problem.status == 500 && options_.on_trouble) options_.on_trouble(route, failed.what());
    return problem_response(problem);
  } catch (const std::exception& other) {
    what = other.what();
  } catch (...) {
  }
  if (options_.on_trouble) options_.on_trouble(route, what);
  return problem_response(problem_of({.code = ErrorCode::internal}));
}

net::HttpService to_service(Router& router) {
  return {
      .answer = [&router](net::HttpRequest request) { return router.answer(std::move(request)); },
      .body_limit = [&router](const net::HttpRequest& head) { return router.body_limit(head); }};
}

}  // namespace postferry::api
