#include "api/refusals.hpp"

#include <chrono>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace postferry::api {
namespace {

using service::Refusal;

unsigned status_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::wrong_credentials:
    case Refusal::not_signed_in:
      return 401;
    case Refusal::not_allowed:
    case Refusal::role_too_high:
    case Refusal::session_needed:
      return 403;
    case Refusal::not_found:
      return 404;
    case Refusal::link_not_valid:
      return 410;
    case Refusal::locked_out:
      return 429;
    case Refusal::busy:
      return 503;
    case Refusal::fields_invalid:
    case Refusal::email_taken:
    case Refusal::old_password_wrong:
    case Refusal::licence_unreadable:
    case Refusal::licence_forged:
    case Refusal::licence_of_other_installation:
    case Refusal::licence_of_other_customer:
      return 422;
    case Refusal::changed_meanwhile:
      return 412;
    default:  // how things stand at present does not allow it
      return 409;
  }
}

// The field that a refusal is about, where it is always the same one.
std::string_view field_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::email_taken:
      return "email";
    case Refusal::licence_unreadable:
    case Refusal::licence_forged:
    case Refusal::licence_of_other_installation:
    case Refusal::licence_of_other_customer:
    case Refusal::licence_known:
      return "key";
    default:
      return {};
  }
}

std::string tries_sentence(int left) {
  if (left <= 0) return " The next try has to wait.";
  return left == 1 ? " One try is left before a pause."
                   : fmt::format(" {} tries are left before a pause.", left);
}

}  // namespace

Problem problem_of(const service::Refused& refused) {
  Problem problem{.status = status_of(refused.code),
                  .code = std::string(service::refusal_name(refused.code)),
                  .detail = std::string(service::refusal_sentence(refused.code)),
                  .retry_after = refused.wait};
  if (refused.code == Refusal::busy && !problem.retry_after)
    problem.retry_after = std::chrono::seconds(2);
  if (refused.tries_left) problem.detail += tries_sentence(*refused.tries_left);
  for (const auto& field : refused.fields)
    problem.errors.push_back(
        {.field = field.field, .code = std::string(field.code), .text = field.text});
  if (const auto field = field_of(refused.code); problem.errors.empty() && !field.empty())
    problem.errors.push_back(
        {.field = std::string(field), .code = problem.code, .text = problem.detail});
  return problem;
}

}  // namespace postferry::api
