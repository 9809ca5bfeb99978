// People and what belongs to them as JSON, as /api/v1 shows them.
//
// Used by the resources about people. Pure functions but names_of(), any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/service.hpp"
#include "storage/catalog/credits.hpp"
#include "text/json.hpp"

namespace postferry::api {

// Null for an instant that never was.
text::json::Value time_json(Instant instant);
// As many domains are read for one person.
inline constexpr std::size_t most_domains = 200;
// The domains of a row, parted by blanks.
text::json::Array domains_json(const std::string& stored);

// {id,email,name,role,domains,state: active|locked,last_seen_at}
text::json::Object person_json(const storage::catalog::PersonRow& person);
// {id,email,role,domains,created_at,ends_at}
text::json::Object invitation_json(const storage::catalog::LinkRow& link);
// {id,name,created_at}
text::json::Object customer_json(const storage::catalog::CustomerRow& customer);

// The names of the people of the actor's own customer, by id.
using Names = std::unordered_map<std::string, std::string>;
Task<Names> names_of(service::People& people, service::Actor actor);
// {id,name}; null where nobody is known by that id.
text::json::Value named_json(const Names& names, const std::string& id);

// The address of a page with the token of a one-time link behind the #, which browsers keep to
// themselves.
std::string link_to(const Service& service, std::string_view page, const Secret& token);

}  // namespace postferry::api
