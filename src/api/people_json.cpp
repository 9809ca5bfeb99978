#include "api/people_json.hpp"

#include <fmt/format.h>

#include "service/actor.hpp"
#include "storage/catalog/people.hpp"

namespace postferry::api {

namespace json = text::json;
using storage::catalog::PersonState;

json::Value time_json(Instant instant) {
  return instant == Instant{} ? json::Value() : json::Value(to_rfc3339(instant));
}

json::Array domains_json(const std::string& stored) {
  json::Array domains;
  for (const auto& domain : service::domains_in(stored)) domains.emplace_back(domain);
  return domains;
}

json::Object person_json(const storage::catalog::PersonRow& person) {
  return {{"id", person.id},
          {"email", person.email},
          {"name", person.name},
          {"role", service::role_name(person.role)},
          {"domains", domains_json(person.domains)},
          {"state", person.state == PersonState::active ? "active" : "locked"},
          {"last_seen_at", time_json(person.last_seen)}};
}

json::Object invitation_json(const storage::catalog::LinkRow& link) {
  return {{"id", link.id},
          {"email", link.email},
          {"role", service::role_name(link.role)},
          {"domains", domains_json(link.domains)},
          {"created_at", time_json(link.created)},
          {"ends_at", time_json(link.ends)}};
}

json::Object customer_json(const storage::catalog::CustomerRow& customer) {
  return {
      {"id", customer.id}, {"name", customer.name}, {"created_at", time_json(customer.created)}};
}

Task<Names> names_of(service::People& people, service::Actor actor) {
  const auto rows =
      co_await people.catalog.look([reach = service::own_reach_of(actor)](soci::session& session) {
        return storage::catalog::people(session, reach);
      });
  Names names;
  for (const auto& row : rows) names.emplace(row.id, row.name);
  co_return names;
}

json::Value named_json(const Names& names, const std::string& id) {
  const auto found = names.find(id);
  if (found == names.end()) return nullptr;
  return {{"id", id}, {"name", found->second}};
}

std::string link_to(const Service& service, std::string_view page, const Secret& token) {
  return fmt::format("{}/{}#token={}", service.public_url, page, token.reveal());
}

}  // namespace postferry::api
