#include "app/serving.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <utility>

#include "api/door.hpp"
#include "api/security_headers.hpp"
#include "storage/vault_keys.hpp"

namespace postferry::app {
namespace {

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

}  // namespace

Serving::Serving(Configuration from, const storage::DatabaseAddress& database, const Screen& screen)
    : configuration(std::move(from)),
      messages(screen),
      catalog(database),
      vault(vault_keys(configuration)),
      lock_out(service::system_clock()),
      people{.catalog = catalog, .hasher = hasher, .lock_out = lock_out, .ulids = ulids},
      service{.people = people,
              .installation = {},
              .version = POSTFERRY_VERSION,
              .public_url = configuration.public_url},
      router(router_options(*this)),
      server(loop.get_executor(), server_options(configuration), http_service(*this)) {
  if (service.public_url.empty()) service.public_url = reached_at(configuration, server.port());
  service.licence_trust.public_keys = configuration.licence_keys;
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
