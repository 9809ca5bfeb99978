#include "service/settings.hpp"

#include "service/server_name.hpp"

namespace postferry::service {

std::optional<AccountUrl> own_server_of(const Settings& settings) {
  if (settings.own_server_host.empty()) return std::nullopt;
  AccountUrl server;
  server.side = Side::target;
  server.endpoint.host = settings.own_server_host;
  server.endpoint.port = static_cast<std::uint16_t>(settings.own_server_port);
  if (const auto security = security_named(settings.own_server_security))
    server.endpoint.security = *security;
  if (const auto digest = net::parse_fingerprint(settings.own_server_fingerprint))
    server.policy.fingerprint = *digest;
  server.user = settings.own_server_master_user;
  server.master = settings.own_server_master_user;
  server.master_separator = settings.own_server_master_separator;
  return server;
}

PlanRules plan_rules(const Settings& settings) {
  return {
      .credit = {.required = settings.licences_required, .free_total = settings.free_migrations},
      .rows_of_a_batch = static_cast<std::size_t>(settings.rows_per_batch),
      .batches_under_way = settings.batches_per_customer,
      .own_server = own_server_of(settings)};
}

Slots slots_of(const Settings& settings) {
  const auto in_all = static_cast<std::size_t>(settings.running_at_once);
  return {.in_all = in_all, .per_target_host = in_all, .per_customer = in_all};
}

}  // namespace postferry::service
