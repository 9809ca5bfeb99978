// GET, PUT and DELETE /accounts: accounts of the operator's own server that are offered for
// choosing. An operator names another customer as ?customer=ID.
#include <memory>

#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/json_body.hpp"
#include "api/paging.hpp"
#include "api/planning_resources.hpp"
#include "api/refusals.hpp"
#include "api/responses.hpp"
#include "service/known_accounts.hpp"
#include "service/lists/account_list.hpp"
#include "service/side_thread.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace postferry::api {
namespace {

constexpr std::size_t largest_upload_bytes = std::size_t{8} << 20;
constexpr std::size_t longest_search_bytes = 320;

struct Accounts {
  explicit Accounts(service::People& people) : uploaded(people) {}

  service::UploadedAccounts uploaded;
  service::SideThread reading;
};

std::string customer_in(const net::HttpRequest& request) {
  return std::string(request.parameter("customer").value_or(""));
}

Task<net::HttpResponse> find_accounts(Accounts& accounts, Call call) {
  const auto limit = page_of(call.request, {.usual = 100, .most = 1000, .keys = 1}).limit;
  std::string part(call.request.parameter("q").value_or(""));
  if (part.size() > longest_search_bytes)
    throw Declined(
        {.status = 400, .code = "too_long", .detail = "The search is longer than any address."});
  const auto found = granted(co_await accounts.uploaded.find(
      actor_of(call), customer_in(call.request), std::move(part), limit));
  text::json::Array items;
  for (const auto& [email, user] : found.accounts)
    items.push_back({{"email", email}, {"user", user}});
  co_return json_response({{"items", std::move(items)}, {"total", found.total}});
}

bool is_json(const net::HttpRequest& request) {
  const auto type = request.headers.find("Content-Type").value_or("");
  return text::equal_ignoring_case(text::trimmed(type.substr(0, type.find(';'))),
                                   "application/json");
}

std::string text_at(const text::json::Object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(std::string_view(value->get_string()));
}

// [{"email", "user"}]; what is no such object is an empty address, which is refused with its place.
service::AccountList accounts_of_json(const net::HttpRequest& request) {
  std::vector<service::KnownAccount> rows;
  for (const auto& item : json_list(request, {.depth = 4, .values = 400'000})) {
    const auto* object = item.if_object();
    rows.push_back(object == nullptr ? service::KnownAccount{}
                                     : service::KnownAccount{text_at(*object, "email"),
                                                             text_at(*object, "user")});
  }
  return service::check_account_list(std::move(rows));
}

std::vector<FieldProblem> problems_of(const service::AccountList& list) {
  std::vector<FieldProblem> problems;
  for (const auto& [line, column, finding] : list.problems) {
    FieldProblem problem{.column = std::string(column),
                         .code = std::string(service::finding_name(finding.code)),
                         .text = finding.text};
    if (line != 0) problem.line = line;
    problems.push_back(std::move(problem));
  }
  return problems;
}

Task<net::HttpResponse> replace_accounts(Accounts& accounts, Call call) {
  auto customer = customer_in(call.request);
  auto actor = actor_of(call);
  auto list = co_await accounts.reading.run([request = std::move(call.request)] {
    return is_json(request) ? accounts_of_json(request) : service::read_account_list(request.body);
  });
  if (!list.problems.empty()) throw Declined(invalid(problems_of(list)));
  const auto count = list.accounts.size();
  granted(co_await accounts.uploaded.replace(std::move(actor), std::move(customer),
                                             std::move(list.accounts)));
  co_return json_response({{"accounts", count}});
}

Task<net::HttpResponse> remove_accounts(Accounts& accounts, Call call) {
  granted(co_await accounts.uploaded.replace(actor_of(call), customer_in(call.request), {}));
  co_return nothing();
}

}  // namespace

void add_accounts(Router& router, Planning& planning) {
  const auto held = std::make_shared<Accounts>(planning.service.people);
  const auto change = needs(service::Permission::offer_accounts);
  auto accounts = router.below("/api/v1/accounts");
  accounts.get("", needs(service::Permission::plan),
               [held](Call call) { return find_accounts(*held, std::move(call)); });
  accounts.put("", change.body(largest_upload_bytes),
               [held](Call call) { return replace_accounts(*held, std::move(call)); });
  accounts.remove("", change,
                  [held](Call call) { return remove_accounts(*held, std::move(call)); });
}

}  // namespace postferry::api
