#include "api/session_json.hpp"

#include "api/door.hpp"
#include "api/responses.hpp"
#include "service/token.hpp"

namespace postferry::api {

namespace json = text::json;

json::Object session_json(const Service& service, const storage::catalog::PersonRow& person,
                          const storage::catalog::CustomerRow& customer,
                          service::Permissions permissions, const Secret& session) {
  json::Array names;
  for (const auto name : service::permission_names(permissions)) names.emplace_back(name);
  json::Object body;
  body["person"] = {{"id", person.id},
                    {"email", person.email},
                    {"name", person.name},
                    {"role", service::role_name(person.role)},
                    {"language", person.language},
                    {"time_zone", person.time_zone}};
  body["customer"] = {{"id", customer.id}, {"name", customer.name}};
  body["csrf_token"] =
      session.empty() ? json::Value() : json::Value(service::csrf_token(session).reveal());
  body["permissions"] = std::move(names);
  body["features"] = {{"licences", service.credit_rule.required},
                      {"many_customers", service.customers == Customers::many}};
  body["installation"] = {{"id", service.installation}, {"version", service.version}};
  return body;
}

net::HttpResponse session_response(const Service& service, const service::SignedIn& signed_in,
                                   unsigned status) {
  auto response =
      json_response(session_json(service, signed_in.person, signed_in.customer,
                                 service::permissions_of(signed_in.person.role), signed_in.session),
                    status);
  response.headers.add("Set-Cookie",
                       cookie_of(signed_in.session, service.people.rules.session_longest));
  return response;
}

}  // namespace postferry::api
