#include "api/check_json.hpp"

#include <string>
#include <string_view>

#include "base/error_catalog.hpp"
#include "text/display.hpp"

namespace postferry::api {
namespace {

namespace json = text::json;

// The field to look at; "" where none is to blame.
std::string_view field_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::wrong_password:
    case ErrorCode::app_password_needed:
    case ErrorCode::login_refused:
      return "password";
    case ErrorCode::imap_switched_off:
    case ErrorCode::same_account:
      return "user";
    case ErrorCode::cannot_resolve:
    case ErrorCode::certificate_wrong_name:
    case ErrorCode::wrong_server:
      return "host";
    case ErrorCode::cannot_connect:
    case ErrorCode::timed_out:
    case ErrorCode::protocol_broken:
      return "port";
    case ErrorCode::tls_failed:
    case ErrorCode::starttls_missing:
    case ErrorCode::certificate_untrusted:
    case ErrorCode::fingerprint_mismatch:
      return "security";
    default:
      return "";
  }
}

std::string path_of_field(const Error& error) {
  const auto field = field_of(error.code);
  if (field.empty() || error.side == Side::none) return {};
  return std::string(side_name(error.side)) + "." + std::string(field);
}

json::Value text_or_nothing(const std::string& text) {
  return text.empty() ? json::Value() : json::Value(text);
}

}  // namespace

json::Object check_error_json(const Error& error) {
  const auto& entry = catalog_entry(error.code);
  return {{"side", side_name(error.side)},
          {"code", entry.name},
          {"sentence", entry.sentence},
          {"hint", entry.hint},
          {"server_said", text_or_nothing(text::valid_utf8(error.text))},
          {"field", text_or_nothing(path_of_field(error))}};
}

json::Array check_errors_json(std::span<const Error> errors) {
  json::Array all;
  for (const auto& error : errors) all.push_back(check_error_json(error));
  return all;
}

std::vector<FieldProblem> check_problems(std::span<const Error> errors) {
  std::vector<FieldProblem> problems;
  for (const auto& error : errors) {
    const auto& entry = catalog_entry(error.code);
    problems.push_back({.field = path_of_field(error),
                        .code = std::string(entry.name),
                        .text = std::string(entry.sentence),
                        .hint = std::string(entry.hint),
                        .side = std::string(side_name(error.side)),
                        .server_said = text::valid_utf8(error.text)});
  }
  return problems;
}

}  // namespace postferry::api
