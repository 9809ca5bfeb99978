// Refusal: why the service does not do what it was asked to: one stable code, a plain sentence, and
// what is wrong with each field.
//
// Given as the error of an Answer by all functions that act for somebody; the API shows it as a
// problem (RFC 9457). Values.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postferry::service {

// Stable: pages and scripts see refusal_name(); add at the end of a group, never rename.
enum class Refusal : std::uint8_t {
  // signing in
  wrong_credentials,
  locked_out,
  busy,
  not_signed_in,
  already_set_up,
  link_not_valid,
  // what somebody may do
  not_allowed,
  not_found,
  role_too_high,
  last_operator,
  last_admin,
  not_yourself,
  session_needed,
  // what was written
  fields_invalid,
  email_taken,
  old_password_wrong,
  too_many,
  // licences
  licence_unreadable,
  licence_forged,
  licence_of_other_installation,
  licence_of_other_customer,
  licence_known,
  credits_used_up,
  no_batches_for_free,
  // planning
  too_many_batches,
  changed_meanwhile,
  not_now,
};

struct FieldRefusal {
  std::string field;
  std::string_view code;  // stable; static
  std::string text;
};

struct Refused {
  Refusal code = Refusal::not_allowed;
  std::vector<FieldRefusal> fields{};
  std::optional<std::chrono::seconds> wait = std::nullopt;  // until it may be tried again
  std::optional<int> tries_left = std::nullopt;             // before a pause
};

std::string_view refusal_name(Refusal refusal);      // "wrong_credentials"
std::string_view refusal_sentence(Refusal refusal);  // for people, in English

template <class T>
using Answer = std::expected<T, Refused>;

inline std::unexpected<Refused> refuse(Refusal code) {
  return std::unexpected(Refused{.code = code});
}
inline std::unexpected<Refused> refuse(std::vector<FieldRefusal> fields) {
  return std::unexpected(Refused{.code = Refusal::fields_invalid, .fields = std::move(fields)});
}

}  // namespace postferry::service
