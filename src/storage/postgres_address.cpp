#include "storage/postgres_address.hpp"

#include <fmt/format.h>
#include <iterator>
#include <map>
#include <memory>
#include <optional>

#include <libpq-fe.h>

namespace postferry::storage {
namespace {

using Words = std::map<std::string, std::string>;

// Used where the connection string says nothing else; seconds, and milliseconds for the last.
constexpr std::pair<const char*, const char*> deadlines[] = {
    {"connect_timeout", "10"}, {"keepalives_idle", "30"},     {"keepalives_interval", "10"},
    {"keepalives_count", "3"}, {"tcp_user_timeout", "30000"},
};

std::optional<Words> words_of(const Secret& connection) {
  std::string text(connection.reveal());
  char* complaint = nullptr;  // it may quote the password
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(text.c_str(), &complaint), &PQconninfoFree);
  PQfreemem(complaint);
  wipe(text);
  if (!options) return std::nullopt;
  Words words;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) words.emplace(option->keyword, option->val);
  return words;
}

// As a value in a URL, which SOCI hands on as it is: it would cut words at each space.
std::string in_url(std::string_view value) {
  std::string text;
  for (const char character : value)
    fmt::format_to(std::back_inserter(text), "%{:02X}", static_cast<unsigned char>(character));
  return text;
}

std::string word(const Words& words, const char* name) {
  const auto found = words.find(name);
  return found == words.end() ? std::string() : found->second;
}

std::string place_of(const Words& words) {
  auto host = word(words, "host");
  if (host.empty()) host = word(words, "hostaddr");
  if (host.empty()) host = "this machine";
  if (const auto port = word(words, "port"); !port.empty()) host += ", port " + port;
  auto database = word(words, "dbname");
  if (database.empty()) database = word(words, "user");
  return fmt::format("PostgreSQL's database {}{}on {}", database, database.empty() ? "" : " ",
                     host);
}

}  // namespace

PostgresAddress read_postgres_address(const Secret& connection) {
  auto words = words_of(connection);
  if (!words)
    throw Failure(Error{.code = ErrorCode::state_broken,
                        .text = "The connection string of the PostgreSQL database cannot be read. "
                                "Write it as postgresql://user:password@host/database.",
                        .where = {}});
  PostgresAddress address{.connection = {},
                          .place = place_of(*words),
                          .database = word(*words, "dbname"),
                          .user = word(*words, "user")};
  for (const auto& [name, value] : deadlines) words->try_emplace(name, value);
  words->try_emplace("fallback_application_name", "postferry");
  std::string text = "postgresql:///?";
  for (auto& [name, value] : *words) {
    auto written = in_url(value);
    text += name + "=" + written + "&";
    wipe(written);
    wipe(value);
  }
  text.pop_back();
  address.connection = Secret(text);
  wipe(text);
  return address;
}

}  // namespace postferry::storage
