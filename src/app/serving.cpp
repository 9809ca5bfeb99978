#include "app/serving.hpp"

#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "api/door.hpp"
#include "api/security_headers.hpp"
#include "net/dns_records.hpp"
#include "service/removal.hpp"
#include "service/stored_settings.hpp"
#include "storage/vault_keys.hpp"

namespace postferry::app {
namespace {

// So many people are answered side by side; what reads long holds up one of them.
constexpr std::size_t catalog_readers = 4;

std::vector<storage::VaultKey> vault_keys(const Configuration& configuration) {
  const auto file =
      configuration.key_file.empty() ? configuration.state / "vault.key" : configuration.key_file;
  if (!std::filesystem::exists(file)) storage::make_vault_keys(file);
  return storage::read_vault_keys(file);
}

net::Transport transport_of(const Configuration& configuration) {
  const bool is_tls = configuration.public_url.empty()
                          ? !configuration.certificate.empty()
                          : configuration.public_url.starts_with("https:");
  return is_tls ? net::Transport::tls : net::Transport::clear;
}

net::HttpServerOptions server_options(const Configuration& configuration) {
  net::HttpServerOptions options{.address = configuration.listen.address,
                                 .port = configuration.listen.port,
                                 .trusted_proxies = configuration.trusted_proxies,
                                 .headers = api::security_headers(transport_of(configuration))};
  if (!configuration.certificate.empty())
    options.tls = net::TlsFiles{.certificate = configuration.certificate,
                                .key = configuration.certificate_key};
  return options;
}

api::RouterOptions router_options(Serving& serving) {
  return {.door = api::door_to(serving.people),
          .on_trouble = [&serving](std::string_view route, const std::string& what) {
            serving.messages.line(fmt::format("error: {}: {}", route, what));
          }};
}

net::HttpService http_service(Serving& serving) {
  return {
      .answer = [&serving](
                    net::HttpRequest request) { return serving.router.answer(std::move(request)); },
      .body_limit =
          [&serving](const net::HttpRequest& head) { return serving.router.body_limit(head); }};
}

// In PostgreSQL the journal stands beside the catalog; a SQLite file has one writer, so it gets its
// own.
storage::DatabaseAddress journal_address(const Configuration& configuration,
                                         const storage::DatabaseAddress& database) {
  if (!std::holds_alternative<storage::SqliteFile>(database)) return database;
  return storage::SqliteFile{configuration.state / "journal.db"};
}

// Read before anything else runs: what is made next is made by them.
service::Settings settings_at_the_start(boost::asio::io_context& loop,
                                        storage::catalog::Catalog& catalog) {
  std::optional<service::Settings> settings;
  std::exception_ptr broken;
  boost::asio::co_spawn(loop, service::read_settings(catalog),
                        [&](std::exception_ptr thrown, service::Settings read) {
                          broken = thrown;
                          settings = std::move(read);
                        });
  loop.run();
  loop.restart();
  if (broken) std::rethrow_exception(broken);
  return *std::move(settings);
}

ServingEngine::Parts engine_parts(Serving& serving, const storage::DatabaseAddress& database,
                                  const service::Settings& settings) {
  return {.catalog = serving.catalog,
          .vault = serving.vault,
          .journal = journal_address(serving.configuration, database),
          .logs = serving.configuration.state / "logs",
          .connections_per_host = static_cast<std::size_t>(settings.connections_per_host),
          .trouble = [&messages = serving.messages](const std::string& sentence) {
            messages.line(sentence);
          }};
}

// What DNS says about where the mail of a domain is.
Task<service::DomainRecords> records_of(std::string domain) {
  constexpr auto patience = std::chrono::seconds(4);
  service::DomainRecords records;
  const auto deadline = deadline_in(patience);
  for (const auto& [name, security] :
       {std::pair{"_imaps._tcp.", net::Security::tls}, {"_imap._tcp.", net::Security::starttls}})
    for (const auto& srv : co_await net::srv_records(name + domain, deadline))
      records.srv.push_back({.host = srv.host, .port = srv.port, .security = security});
  for (const auto& mx : co_await net::mx_records(domain, deadline)) records.mx.push_back(mx.host);
  co_return records;
}

}  // namespace

Serving::Serving(Configuration from, const storage::DatabaseAddress& database, const Screen& screen)
    : configuration(std::move(from)),
      messages(screen),
      catalog(database, catalog_readers),
      vault(vault_keys(configuration)),
      lock_out(service::system_clock()),
      people{.catalog = catalog, .hasher = hasher, .lock_out = lock_out, .ulids = ulids},
      engine(engine_parts(*this, database, settings_at_the_start(loop, catalog))),
      desk{.people = people,
           .vault = vault,
           .news = engine.news(),
           .wake = [this] { engine.wake(); },
           .stop_run = [this](const std::string& id) { engine.stop_run(id); }},
      service{.people = people,
              .installation = {},
              .version = POSTFERRY_VERSION,
              .public_url = configuration.public_url},
      planning{.service = service,
               .desk = desk,
               .checks = engine.checks(),
               .news = engine.news(),
               .board = engine.board(),
               .throughput = throughput,
               .journal = engine.journal(),
               .logs = configuration.state / "logs",
               .domain_records = records_of},
      notices{.catalog = catalog,
              .vault = vault,
              .mailer = mailer,
              .http = http,
              .settings = planning.settings,
              .public_url = service.public_url,
              .log = [this](const std::string& line) { messages.line(line); },
              .ask_mx = service::ask_dns_for_mx()},
      router(router_options(*this)),
      server(loop.get_executor(), server_options(configuration), http_service(*this)) {
  if (service.public_url.empty()) service.public_url = reached_at(configuration, server.port());
  service.licence_trust.public_keys = configuration.licence_keys;
  service.remove_data = service::plans_remover(people.clock);
  service.customers_changed = [this] { return apply_settings(*this); };
  planning.settings_changed = [this] { return apply_settings(*this); };
  add_routes(*this);
}

Serving::~Serving() = default;

std::string reached_at(const Configuration& configuration, std::uint16_t port) {
  const bool is_tls = !configuration.certificate.empty();
  auto host = configuration.listen.address;
  // What listens everywhere is reached here for certain.
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.contains(':')) host = "[" + host + "]";
  const bool is_usual = port == (is_tls ? 443 : 80);
  return fmt::format("{}://{}{}", is_tls ? "https" : "http", host,
                     is_usual ? "" : fmt::format(":{}", port));
}

}  // namespace postferry::app
