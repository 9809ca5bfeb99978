// Configuration: what `postferry serve` is told by its file (TOML 1.0); home of toml++.
//
// Read once at the start, and by `postferry config check`. Every key may be left out. What is wrong
// is told all at once, each with its line; a key that is not known is wrong. Passwords never stand
// in the file: it names another file or a variable of the environment. Values.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "net/address_range.hpp"
#include "net/http_server.hpp"
#include "storage/address.hpp"

namespace postferry::app {

struct ListenAddress {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
};

enum class DatabaseKind : std::uint8_t { sqlite, postgresql };

struct DatabaseChoice {
  DatabaseKind kind = DatabaseKind::sqlite;
  std::filesystem::path file{};  // of SQLite; empty: catalog.db in the state folder
  std::string host{};            // of PostgreSQL, as are those below
  std::uint16_t port = 5432;
  std::string name = "postferry";
  std::string user = "postferry";
  std::filesystem::path password_file{};
  std::string password_variable{};
};

struct Configuration {
  ListenAddress listen{};
  std::filesystem::path state{};     // empty: not told
  std::filesystem::path key_file{};  // of the vault; empty: vault.key in the state folder
  std::string public_url{};          // without a slash at its end; empty: what listens
  std::filesystem::path certificate{};
  std::filesystem::path certificate_key{};
  std::vector<net::AddressRange> trusted_proxies{};
  DatabaseChoice database{};
  std::vector<std::string> licence_keys{};  // public ones, of those who may sign licences
};

struct ConfigurationFault {
  std::size_t line = 0;
  std::string key;   // "database.port"; empty where the file is no TOML
  std::string text;  // a sentence
};

// From the file's text.
std::expected<Configuration, std::vector<ConfigurationFault>> parse_configuration(
    std::string_view text);

// Error file_unreadable.
Result<std::string> configuration_text(const std::filesystem::path& file);

// From the file. Error file_unreadable; bad_usage with the file and line of the first fault.
Result<Configuration> read_configuration(const std::filesystem::path& file);

// "listen", "database.port", in the order of the example file.
std::span<const std::string_view> configuration_keys();

//   listen = ADDRESS ":" PORT, an IPv6 address between brackets
std::optional<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace postferry::app
