#include "app/service_database.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <fstream>
#include <stdlib.h>
#include <string.h>

namespace postferry::app {
namespace {

std::unexpected<Error> refuse(ErrorCode code, std::string text, std::string where) {
  return std::unexpected(Error{.code = code, .text = std::move(text), .where = std::move(where)});
}

Result<Secret> password_in(const std::filesystem::path& file) {
  std::ifstream lines(file, std::ios::binary);
  std::string line;
  if (!lines) return refuse(ErrorCode::file_unreadable, ::strerror(errno), file.string());
  std::getline(lines, line);
  if (line.ends_with('\r')) line.pop_back();
  Secret password(line);
  wipe(line);
  if (password.empty())
    return refuse(ErrorCode::bad_usage, "Its first line is to be the database's password.",
                  file.string());
  return password;
}

Result<Secret> password_in_variable(const std::string& name) {
  char* value = ::getenv(name.c_str());
  if (value == nullptr || *value == '\0')
    return refuse(ErrorCode::bad_usage, "This variable is to hold the database's password.", name);
  Secret password(value);
  ::explicit_bzero(value, ::strlen(value));
  ::unsetenv(name.c_str());
  return password;
}

std::string word(std::string_view name, std::string_view value) {
  std::string text = fmt::format("{}='", name);
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "' ";
}

}  // namespace

Secret connection_words(const DatabaseChoice& choice, const Secret& password) {
  std::string words;
  if (!choice.host.empty()) words += word("host", choice.host);
  words += word("port", std::to_string(choice.port)) + word("dbname", choice.name) +
           word("user", choice.user);
  if (!password.empty()) words += word("password", password.reveal());
  Secret secret(words);
  wipe(words);
  return secret;
}

Result<storage::DatabaseAddress> database_address(const DatabaseChoice& choice,
                                                  const std::filesystem::path& state) {
  if (choice.kind == DatabaseKind::sqlite)
    return storage::SqliteFile{choice.file.empty() ? state / "catalog.db" : choice.file};
  Result<Secret> password;
  if (!choice.password_file.empty()) password = password_in(choice.password_file);
  if (!choice.password_variable.empty()) password = password_in_variable(choice.password_variable);
  if (!password) return std::unexpected(password.error());
  return storage::PostgresServer{connection_words(choice, *password)};
}

}  // namespace postferry::app
