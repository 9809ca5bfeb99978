#include "storage/postgres_errors.hpp"

#include <cctype>
#include <fmt/format.h>

namespace postferry::storage {
namespace {

bool has(std::string_view words, std::string_view part) {
  return words.find(part) != std::string_view::npos;
}

std::string user_of(const PostgresAddress& address) {
  return address.user.empty() ? "the user" : "the user " + address.user;
}

// The reason alone, of words such as
//   connection to server at "h" (::1), port 5432 failed: FATAL:  the reason
//           DETAIL:  what may show values
std::string reason_in(std::string_view words) {
  for (const std::string_view before : {"failed: ", "FATAL:", "ERROR:"})
    if (const auto found = words.find(before); found != std::string_view::npos)
      words.remove_prefix(found + before.size());
  while (!words.empty() && std::isspace(static_cast<unsigned char>(words.front())) != 0)
    words.remove_prefix(1);
  std::string reason(words.substr(0, words.find('\n')));
  while (!reason.empty() && (reason.back() == '.' || reason.back() == ' ')) reason.pop_back();
  return reason;
}

// A sentence for each refusal that has a remedy of its own.
std::string sentence_of_refusal(const PostgresAddress& address, std::string_view words) {
  const auto& place = address.place;
  if (has(words, "password authentication failed"))
    return fmt::format(
        "{} refuses the password of {}. Check the password in the connection "
        "string.",
        place, user_of(address));
  if (has(words, "no password supplied"))
    return fmt::format("{} asks {} for a password. Write one into the connection string.", place,
                       user_of(address));
  if (has(words, "database \"") && has(words, "does not exist"))
    return fmt::format("{} does not exist. Make it, for example with: createdb {}", place,
                       address.database);
  if (has(words, "role \"") && has(words, "does not exist"))
    return fmt::format(
        "{} does not know {}. Make that user, for example with createuser, or name "
        "another in the connection string.",
        place, user_of(address));
  if (has(words, "pg_hba.conf") || has(words, "authentication failed"))
    return fmt::format("{} does not let {} in from here. Allow it in the server's pg_hba.conf.",
                       place, user_of(address));
  if (has(words, "too many") || has(words, "connection slots"))
    return fmt::format("{} has no connection left. Raise its max_connections.", place);
  if (has(words, "starting up") || has(words, "shutting down") || has(words, "recovery mode"))
    return fmt::format("{} is just starting or stopping. Try again in a moment.", place);
  return fmt::format("{} cannot be reached ({}). Check the host and that PostgreSQL runs there.",
                     place, reason_in(words));
}

std::string sentence_of_statement(const PostgresAddress& address, std::string_view state,
                                  std::string_view words) {
  const auto& place = address.place;
  if (state == "42501")
    return fmt::format(
        "{} does not let {} do this ({}). Make that user the owner of the "
        "database.",
        place, user_of(address), reason_in(words));
  // A schema that the user may not use is left out where tables are looked for.
  if (state == "42P01")
    return fmt::format("{} keeps Postferry's tables from {}. Connect as their owner.", place,
                       user_of(address));
  if (state == "25006")
    return fmt::format("{} can only be read. Connect to the server that can be written.", place);
  if (state == "55P03")
    return fmt::format("{} is locked by another program. End it, or try again later.", place);
  if (state.starts_with("XX"))
    return fmt::format("{} is damaged ({}). Look at the server's log.", place, reason_in(words));
  return fmt::format("{} refused a statement: {}.", place, reason_in(words));
}

Error error_with(const PostgresAddress& address, std::string text) {
  return {.code = ErrorCode::state_broken, .text = std::move(text), .where = address.place};
}

}  // namespace

Error explain_refusal(const PostgresAddress& address, std::string_view words) {
  return error_with(address, sentence_of_refusal(address, words));
}

Error explain_loss(const PostgresAddress& address) {
  return error_with(address, fmt::format("The connection to {} was lost. See that PostgreSQL runs, "
                                         "then run the same command again.",
                                         address.place));
}

Error explain_statement(const PostgresAddress& address, std::string_view state,
                        std::string_view words) {
  if (state == "53100") {
    auto error =
        error_with(address, fmt::format("There is no room left on the disk of {}.", address.place));
    error.code = ErrorCode::disk_full;
    return error;
  }
  return error_with(address, sentence_of_statement(address, state, words));
}

}  // namespace postferry::storage
