#include "imap/store/refusals.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "text/ascii.hpp"
#include "text/display.hpp"

namespace postferry::imap {
namespace {

constexpr std::size_t longest_words = 400;

constexpr std::array<std::string_view, 8> full_phrases{
    "overquota",   "over quota",      "quota exceeded", "exceeds quota",
    "quota limit", "mailbox is full", "mailbox full",   "server unavailable. 15",
};
constexpr std::array<std::string_view, 7> large_phrases{
    "too large", "too big", "message size", "maximum size", "size limit", "toobig", "exceeds limit",
};
constexpr std::array<std::string_view, 6> missing_phrases{
    "doesn't exist", "does not exist", "nonexistent", "no such", "not found", "unknown mailbox",
};

template <std::size_t Size>
bool says(std::string_view words, const std::array<std::string_view, Size>& phrases) {
  const auto lower = text::to_lower(words);
  return std::ranges::any_of(
      phrases, [&lower](auto phrase) { return lower.find(phrase) != std::string::npos; });
}

Error refusal(const Session& session, const Completion& completion, std::string where,
              ErrorCode code, Scope scope, Retry retry) {
  Error error = session.refusal(completion, code, scope, retry);
  if (!where.empty()) error.where = std::move(where);
  error.text = text::printable(error.text);
  if (error.text.size() > longest_words)
    error.text = text::valid_utf8(error.text.substr(0, longest_words)) + "...";
  return error;
}

}  // namespace

Error append_refusal(const Session& session, const Completion& completion, std::string where) {
  const auto error = [&](ErrorCode code, Scope scope, Retry retry) {
    return refusal(session, completion, std::move(where), code, scope, retry);
  };
  switch (completion.status.code.name) {
    case CodeName::over_quota:
      return error(ErrorCode::target_full, Scope::account, Retry::later);
    case CodeName::no_perm:
    case CodeName::read_only:
      return error(ErrorCode::permission_denied, Scope::folder, Retry::never);
    case CodeName::try_create:
    case CodeName::nonexistent:
      return error(ErrorCode::folder_missing, Scope::folder, Retry::now);
    case CodeName::too_big:
    case CodeName::limit:
      return error(ErrorCode::item_too_large, Scope::item, Retry::never);
    case CodeName::in_use:
    case CodeName::unavailable:
    case CodeName::server_bug:
      return error(ErrorCode::server_refused, Scope::item, Retry::later);
    default:
      break;
  }
  const auto& words = completion.status.text;
  if (says(words, full_phrases)) return error(ErrorCode::target_full, Scope::account, Retry::later);
  if (says(words, large_phrases))
    return error(ErrorCode::item_too_large, Scope::item, Retry::never);
  return error(ErrorCode::content_refused, Scope::item, Retry::never);
}

Error create_refusal(const Session& session, const Completion& completion, std::string where) {
  const auto error = [&](ErrorCode code, Scope scope, Retry retry) {
    return refusal(session, completion, std::move(where), code, scope, retry);
  };
  switch (completion.status.code.name) {
    case CodeName::no_perm:
      return error(ErrorCode::permission_denied, Scope::folder, Retry::never);
    case CodeName::over_quota:
      return error(ErrorCode::target_full, Scope::account, Retry::later);
    default:
      return error(ErrorCode::folder_refused, Scope::folder, Retry::never);
  }
}

Error open_refusal(const Session& session, const Completion& completion, std::string where) {
  const auto error = [&](ErrorCode code, Retry retry) {
    return refusal(session, completion, std::move(where), code, Scope::folder, retry);
  };
  switch (completion.status.code.name) {
    case CodeName::no_perm:
      return error(ErrorCode::permission_denied, Retry::never);
    case CodeName::nonexistent:
    case CodeName::try_create:
      return error(ErrorCode::folder_missing, Retry::now);
    default:
      break;
  }
  return says(completion.status.text, missing_phrases)
             ? error(ErrorCode::folder_missing, Retry::now)
             : error(ErrorCode::server_refused, Retry::later);
}

Error command_refusal(const Session& session, const Completion& completion, std::string where,
                      Scope scope) {
  const bool forbidden = completion.status.code.name == CodeName::no_perm;
  return refusal(session, completion, std::move(where),
                 forbidden ? ErrorCode::permission_denied : ErrorCode::server_refused, scope,
                 forbidden ? Retry::never : Retry::now);
}

Error store_error(const Session& session, ErrorCode code, std::string text, std::string where,
                  Scope scope) {
  return Error{.code = code,
               .text = std::move(text),
               .where = std::move(where),
               .side = session.options().side,
               .scope = scope};
}

bool concerns_all_items(const Error& error) noexcept {
  return error.scope != Scope::item || error.code == ErrorCode::throttled;
}

}  // namespace postferry::imap
