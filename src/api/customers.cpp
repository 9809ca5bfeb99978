// GET and POST /customers, PATCH and DELETE /customers/{id} for the operator; POST
// /customers/{id}/forget also for a customer's own administrators.
#include "service/customers.hpp"

#include "api/body_fields.hpp"
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/people_json.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "service/removal.hpp"
#include "storage/catalog/customer_counts.hpp"

namespace postferry::api {
namespace {

using storage::catalog::CustomerCount;
using storage::catalog::CustomerRow;

text::json::Object counted_json(const CustomerRow& customer, const CustomerCount& count) {
  auto body = customer_json(customer);
  body["people"] = count.people;
  body["migrations_active"] = count.migrations_active;
  body["migrations_used"] = count.migrations_used;
  return body;
}

Task<storage::catalog::CustomerCounts> counts(Service& service, Call& call) {
  co_return co_await service.people.catalog.look(
      [reach = service::reach_of(actor_of(call))](soci::session& session) {
        return customer_counts(session, reach);
      });
}

Task<net::HttpResponse> list_customers(Service& service, Call call) {
  const auto rows = granted(co_await service::customers(service.people, actor_of(call)));
  auto counted = co_await counts(service, call);
  text::json::Array items;
  for (const auto& row : rows) items.push_back(counted_json(row, counted[row.id]));
  co_return json_response(
      {{"items", std::move(items)}, {"next_cursor", nullptr}, {"total", rows.size()}});
}

std::string name_in(const net::HttpRequest& request) {
  BodyFields fields(json_body(request));
  auto name = fields.text("name");
  fields.done();
  return name;
}

Task<> tell_change(Service& service) {
  if (service.customers_changed) co_await service.customers_changed();
}

Task<net::HttpResponse> add_customer(Service& service, Call call) {
  const auto row = granted(
      co_await service::add_customer(service.people, actor_of(call), name_in(call.request)));
  co_await tell_change(service);
  co_return created(counted_json(row, {}), "/api/v1/customers/" + row.id);
}

Task<net::HttpResponse> rename(Service& service, Call call) {
  const auto row = granted(co_await service::rename_customer(service.people, actor_of(call),
                                                             call.at("id"), name_in(call.request)));
  auto counted = co_await counts(service, call);
  co_return json_response(counted_json(row, counted[row.id]));
}

// Logs and journals go behind the answer of the database, as soon as what runs has stopped; a wait
// that is too long is cut short, the erasing is not.
Task<> wait_for_the_rest(Service& service, const std::string& customer) {
  constexpr auto patience = std::chrono::seconds(15);
  co_await service::wait_until_erased(service.people.catalog, customer, deadline_in(patience));
}

Task<net::HttpResponse> remove_customer(Service& service, Call call) {
  granted(co_await service::remove_customer(service.people, actor_of(call), call.at("id"),
                                            service.remove_data));
  co_await wait_for_the_rest(service, call.at("id"));
  co_await tell_change(service);
  co_return nothing();
}

Task<net::HttpResponse> forget(Service& service, Call call) {
  granted(co_await service::remove_data(service.people, actor_of(call), call.at("id"),
                                        service.remove_data));
  co_await wait_for_the_rest(service, call.at("id"));
  co_return nothing();
}

}  // namespace

void add_customers(Router& router, Service& service) {
  const auto rules = needs(service::Permission::manage_customers);
  auto all = router.below("/api/v1/customers");
  all.get("", rules, [&](Call call) { return list_customers(service, std::move(call)); });
  all.post("", rules, [&](Call call) { return add_customer(service, std::move(call)); });
  all.patch("/{id}", rules, [&](Call call) { return rename(service, std::move(call)); });
  all.remove("/{id}", rules, [&](Call call) { return remove_customer(service, std::move(call)); });
  all.post("/{id}/forget", needs(service::Permission::remove_data),
           [&](Call call) { return forget(service, std::move(call)); });
}

}  // namespace postferry::api
