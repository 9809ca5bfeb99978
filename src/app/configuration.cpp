#include "app/configuration.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <errno.h>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <string.h>
#include <utility>

#include <toml++/toml.h>
namespace postferry::app {
namespace {

using Faults = std::vector<ConfigurationFault>;

// One key of the file: what is to be done with its value; a sentence when it cannot stay so.
struct Key {
  std::string_view name;
  std::string (*read)(const toml::node& value, Configuration& into);
};

constexpr std::size_t most_bytes = 1024 * 1024;  // of the file

template <auto Field>
std::string text_into(const toml::node& value, Configuration& into) {
  const auto text = value.value<std::string>();
  if (!value.is_string() || !text || text->empty()) return "It is a text between quotes.";
  std::invoke(Field, into) = *text;
  return {};
}

template <auto Field>
std::string database_text_into(const toml::node& value, Configuration& into) {
  const auto text = value.value<std::string>();
  if (!value.is_string() || !text || text->empty()) return "It is a text between quotes.";
  std::invoke(Field, into.database) = *text;
  return {};
}

std::string read_listen(const toml::node& value, Configuration& into) {
  const auto listen = parse_listen_address(value.value_or(std::string_view()));
  if (!listen) return "Write an address and a port, such as \"127.0.0.1:8080\" or \"[::1]:8080\".";
  into.listen = *listen;
  return {};
}

std::string read_public_url(const toml::node& value, Configuration& into) {
  std::string url(value.value_or(std::string_view()));
  while (url.ends_with('/')) url.pop_back();
  const bool is_url = url.starts_with("https://") || url.starts_with("http://");
  const auto host = is_url ? url.substr(url.find("//") + 2) : std::string();
  if (host.empty() || host.find_first_of(" \t\r\n?#@") != std::string::npos)
    return "Write the address that browsers use, such as \"https://move.provider.example\".";
  into.public_url = std::move(url);
  return {};
}

std::string read_proxies(const toml::node& value, Configuration& into) {
  constexpr auto how = "Write a list of addresses or networks, such as [\"127.0.0.1\"].";
  const auto* list = value.as_array();
  if (list == nullptr) return how;
  for (const auto& each : *list) {
    const auto range = net::AddressRange::parse(each.value_or(std::string_view()));
    if (!range) return how;
    into.trusted_proxies.push_back(*range);
  }
  return {};
}

std::string read_kind(const toml::node& value, Configuration& into) {
  const auto kind = value.value_or(std::string_view());
  if (kind != "sqlite" && kind != "postgresql") return "Write \"sqlite\" or \"postgresql\".";
  into.database.kind = kind == "sqlite" ? DatabaseKind::sqlite : DatabaseKind::postgresql;
  return {};
}

std::string read_database_port(const toml::node& value, Configuration& into) {
  const auto port = value.is_integer() ? value.value_or(std::int64_t{0}) : 0;
  if (port < 1 || port > 65535) return "Write a port between 1 and 65535.";
  into.database.port = static_cast<std::uint16_t>(port);
  return {};
}

std::string read_licence_keys(const toml::node& value, Configuration& into) {
  constexpr auto how = "Write a list of public keys, such as [\"PFPUB-...\"].";
  const auto* list = value.as_array();
  if (list == nullptr) return how;
  for (const auto& each : *list) {
    std::string key(each.value_or(std::string_view()));
    if (!key.starts_with("PFPUB-")) return how;
    into.licence_keys.push_back(std::move(key));
  }
  return {};
}

constexpr std::array keys{
    Key{"listen", read_listen},
    Key{"state", text_into<&Configuration::state>},
    Key{"key_file", text_into<&Configuration::key_file>},
    Key{"public_url", read_public_url},
    Key{"trusted_proxies", read_proxies},
    Key{"tls.certificate", text_into<&Configuration::certificate>},
    Key{"tls.key", text_into<&Configuration::certificate_key>},
    Key{"database.kind", read_kind},
    Key{"database.file", database_text_into<&DatabaseChoice::file>},
    Key{"database.host", database_text_into<&DatabaseChoice::host>},
    Key{"database.port", read_database_port},
    Key{"database.name", database_text_into<&DatabaseChoice::name>},
    Key{"database.user", database_text_into<&DatabaseChoice::user>},
    Key{"database.password_file", database_text_into<&DatabaseChoice::password_file>},
    Key{"database.password_variable", database_text_into<&DatabaseChoice::password_variable>},
    Key{"licences.public_keys", read_licence_keys},
};

constexpr auto names = [] {
  std::array<std::string_view, keys.size()> all;
  for (std::size_t at = 0; at < keys.size(); ++at) all[at] = keys[at].name;
  return all;
}();

bool begins_a_section(const std::string& path) {
  return std::ranges::any_of(names,
                             [&](std::string_view name) { return name.starts_with(path + "."); });
}

void read_table(const toml::table& table, const std::string& prefix, Configuration& into,
                Faults& faults) {
  for (const auto& [key, value] : table) {
    const auto path = prefix + std::string(key.str());
    const std::size_t line = key.source().begin.line;
    if (const auto* inner = value.as_table(); inner != nullptr && begins_a_section(path)) {
      read_table(*inner, path + ".", into, faults);
      continue;
    }
    const auto known = std::ranges::find(keys, path, &Key::name);
    auto text = known == keys.end()
                    ? std::string("There is no such key; the example file has all of them.")
                    : known->read(value, into);
    if (!text.empty()) faults.push_back({line, path, std::move(text)});
  }
}

// What only several keys together can have wrong.
void compare_keys(const toml::table& table, const Configuration& read, Faults& faults) {
  const auto line_of = [&](std::string_view section) {
    const auto* node = table.get(section);
    return node == nullptr ? std::size_t{1} : std::size_t{node->source().begin.line};
  };
  if (read.certificate.empty() != read.certificate_key.empty())
    faults.push_back({line_of("tls"), "tls", "TLS needs both the certificate and its key."});
  const auto& database = read.database;
  const bool names_a_server = !database.host.empty() || !database.password_file.empty() ||
                              !database.password_variable.empty();
  if (database.kind == DatabaseKind::sqlite && names_a_server)
    faults.push_back(
        {line_of("database"), "database", "A host or a password is for kind = \"postgresql\"."});
  if (database.kind == DatabaseKind::postgresql && !database.file.empty())
    faults.push_back({line_of("database"), "database", "A file is for kind = \"sqlite\"."});
  if (!database.password_file.empty() && !database.password_variable.empty())
    faults.push_back({line_of("database"), "database",
                      "Name one place for the password: a file or a variable."});
}

}  // namespace

std::expected<Configuration, Faults> parse_configuration(std::string_view text) {
  Configuration configuration;
  Faults faults;
  try {
    const auto table = toml::parse(text);
    read_table(table, "", configuration, faults);
    if (faults.empty()) compare_keys(table, configuration, faults);
  } catch (const toml::parse_error& error) {
    faults.push_back(
        {error.source().begin.line, "", fmt::format("This is no TOML: {}.", error.description())});
  }
  if (faults.empty()) return configuration;
  std::ranges::sort(faults, {}, &ConfigurationFault::line);
  return std::unexpected(std::move(faults));
}

Result<std::string> configuration_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(most_bytes, '\0');
  if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.eof())
    return std::unexpected(Error{.code = ErrorCode::file_unreadable,
                                 .text = stream ? "It is too long." : ::strerror(errno),
                                 .where = file.string()});
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

Result<Configuration> read_configuration(const std::filesystem::path& file) {
  const auto text = configuration_text(file);
  if (!text) return std::unexpected(text.error());
  auto configuration = parse_configuration(*text);
  if (configuration) return *std::move(configuration);
  const auto& first = configuration.error().front();
  return std::unexpected(
      Error{.code = ErrorCode::bad_usage,
            .text = first.key.empty() ? first.text : fmt::format("{}: {}", first.key, first.text),
            .where = fmt::format("{} line {}", file.string(), first.line)});
}

std::span<const std::string_view> configuration_keys() { return names; }

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto address = text.substr(0, colon);
  const auto digits = text.substr(colon + 1);
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) address = address.substr(1, address.size() - 2);
  if (bracketed != address.contains(':') || !net::parse_address(address)) return std::nullopt;
  ListenAddress listen{.address = std::string(address)};
  const auto [end, wrong] =
      std::from_chars(digits.data(), digits.data() + digits.size(), listen.port);
  if (digits.empty() || wrong != std::errc() || end != digits.data() + digits.size())
    return std::nullopt;
  return listen;
}

}  // namespace postferry::app
