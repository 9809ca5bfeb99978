// GET /audit: who did what, newest first, page by page.
#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/paging.hpp"
#include "api/people_json.hpp"
#include "api/refusals.hpp"
#include "api/resources.hpp"
#include "api/responses.hpp"
#include "service/customers.hpp"

namespace postferry::api {
namespace {

text::json::Value text_or_null(const std::string& text) {
  return text.empty() ? text::json::Value() : text::json::Value(text);
}

text::json::Object entry_json(const storage::catalog::AuditRow& row) {
  text::json::Value person;
  if (!row.person.empty()) person = {{"id", row.person}, {"name", row.person_name}};
  return {{"id", row.id},
          {"at", time_json(row.at)},
          {"customer_id", text_or_null(row.customer)},
          {"person", std::move(person)},
          {"way", row.way},
          {"action", row.action},
          {"object", row.object},
          {"detail", text_or_null(row.detail)},
          {"address", text_or_null(row.peer)}};
}

Task<net::HttpResponse> list_audit(Service& service, Call call) {
  const auto page = page_of(call.request, {.usual = 100, .most = 500, .keys = 1});
  // One more than is shown tells whether there is another page.
  const auto rows = granted(co_await service::audit_log(
      service.people, actor_of(call), page.after ? page.after->front() : "", page.limit + 1));
  const auto shown = std::min(rows.size(), page.limit);
  text::json::Array items;
  for (std::size_t at = 0; at < shown; ++at) items.push_back(entry_json(rows[at]));
  text::json::Value next;
  if (rows.size() > shown) next = cursor_text({rows[shown - 1].id});
  co_return json_response({{"items", std::move(items)}, {"next_cursor", std::move(next)}});
}

}  // namespace

void add_audit(Router& router, Service& service) {
  router.below("/api/v1/audit").get("", needs(service::Permission::see_audit), [&](Call call) {
    return list_audit(service, std::move(call));
  });
}

}  // namespace postferry::api
