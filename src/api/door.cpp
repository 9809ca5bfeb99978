#include "api/door.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <utility>

#include "api/caller.hpp"
#include "api/refusals.hpp"
#include "service/sign_in.hpp"
#include "service/token.hpp"
#include "text/ascii.hpp"

namespace postferry::api {
namespace {

constexpr std::string_view signed_in = "signed_in";
constexpr std::string_view cookie_rules = "Path=/; HttpOnly; Secure; SameSite=Strict";

// The token of "Bearer <token>"; the scheme compares without case.
std::optional<Secret> bearer_of(const net::HttpRequest& request) {
  const auto field = request.headers.find("Authorization");
  if (!field) return std::nullopt;
  const auto blank = field->find(' ');
  if (blank == std::string_view::npos) return Secret();
  if (text::to_lower(field->substr(0, blank)) != "bearer") return Secret();
  return Secret(field->substr(blank + 1));
}

bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

void demand_csrf_token(const net::HttpRequest& request, const Secret& session) {
  if (!changes_something(request.method)) return;
  const auto shown = request.headers.find(csrf_header);
  if (shown && service::is_csrf_token(session, *shown)) return;
  throw Declined({.status = 403,
                  .code = "csrf_token_wrong",
                  .detail = "This request lacks the token of your session (X-CSRF-Token).",
                  .hint = "Load the page again."});
}

void demand_permission(const service::Actor& actor, const std::string& permission) {
  if (permission == signed_in) return;
  const auto names = service::permission_names(actor.permissions);
  if (std::ranges::find(names, permission) == names.end())
    throw Declined(problem_of(service::Refused{.code = service::Refusal::not_allowed}));
}

Task<> let_in(service::People& people, Call& call) {
  const std::string& permission = call.route->rules.permission;
  if (permission.empty()) co_return;
  const auto& request = call.request;
  Secret session;
  service::Actor actor;
  if (const auto token = bearer_of(request)) {
    actor = granted(co_await service::actor_of_token(people, *token, request.peer));
    call.charged_to = "token " + service::token_hash(token->reveal());
  } else {
    session = Secret(request.cookie(session_cookie).value_or(""));
    actor = granted(co_await service::actor_of_session(people, session, request.peer));
    call.charged_to = "session " + actor.session_hash;
    demand_csrf_token(request, session);
  }
  demand_permission(actor, permission);
  call.caller = std::make_shared<const Caller>(std::move(actor), std::move(session));
}

}  // namespace

Rules needs_signing_in() { return needs(signed_in); }

Rules needs(service::Permission permission) { return needs(service::permission_name(permission)); }

Door door_to(service::People& people) {
  return [&people](Call& call) { return let_in(people, call); };
}

std::string cookie_of(const Secret& session, std::chrono::seconds longest) {
  return fmt::format("{}={}; Max-Age={}; {}", session_cookie, session.reveal(), longest.count(),
                     cookie_rules);
}

std::string cookie_that_forgets() {
  return fmt::format("{}=; Max-Age=0; {}", session_cookie, cookie_rules);
}

}  // namespace postferry::api
