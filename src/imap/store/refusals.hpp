// Refusals: what a server's NO or BAD means for whoever asked (RFC 5530 codes first, then the
// phrases of servers that have none).
//
// Each gives an Error with the session's side, the folder in `where` and the server's words, cut
// to one line of sane length. Throttles come out as `throttled`, whatever was asked. Pure
// functions; any thread.
#pragma once

#include <string>

#include "base/error.hpp"
#include "imap/session/session.hpp"

namespace postferry::imap {

// APPEND, COPY and MOVE: target_full, permission_denied, folder_missing, item_too_large, throttled,
// else content_refused.
Error append_refusal(const Session& session, const Completion& completion, std::string where);

// CREATE, SUBSCRIBE: permission_denied, target_full, throttled, else folder_refused.
Error create_refusal(const Session& session, const Completion& completion, std::string where);

// SELECT, STATUS: folder_missing where the code or the words say that it is not there,
// permission_denied, throttled, else server_refused.
Error open_refusal(const Session& session, const Completion& completion, std::string where);

// FETCH, STORE, SEARCH: permission_denied, throttled, else server_refused of the given scope.
Error command_refusal(const Session& session, const Completion& completion, std::string where,
                      Scope scope);

// An error of ours with the session's side.
Error store_error(const Session& session, ErrorCode code, std::string text, std::string where,
                  Scope scope);

// Whether it concerns the account or the folder, so that no other item would fare better.
bool concerns_all_items(const Error& error) noexcept;

}  // namespace postferry::imap
