// POST /lists/check: the formal check of a list, without a network. GET
// /lists/examples/{format}.csv and /lists/guides/{format}.txt: what a list looks like.
#include <memory>

#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/list_check_json.hpp"
#include "api/list_guide.hpp"
#include "api/own_zone.hpp"
#include "api/planning_resources.hpp"
#include "api/problem.hpp"
#include "api/responses.hpp"
#include "api/timing_json.hpp"
#include "service/own_server.hpp"
#include "service/side_thread.hpp"

namespace postferry::api {
namespace {

constexpr std::size_t largest_list_request_bytes = std::size_t{16} << 20;
constexpr std::size_t most_lists_waiting = 32;

// Lists are read beside the loop that serves requests: long ones take longer than anybody else
// shall wait.
struct Lists {
  service::SideThread reading;
  std::size_t waiting = 0;
};

class ListTurn {
 public:
  explicit ListTurn(Lists& lists) : lists_(lists) {
    if (lists.waiting >= most_lists_waiting)
      throw Declined({.status = 503,
                      .code = "busy",
                      .detail = "Too many lists are being checked at once.",
                      .retry_after = std::chrono::seconds(2)});
    ++lists_.waiting;
  }
  ~ListTurn() { --lists_.waiting; }
  ListTurn(const ListTurn&) = delete;
  ListTurn& operator=(const ListTurn&) = delete;

 private:
  Lists& lists_;
};

Task<ListDesk> list_desk(Planning& planning, service::Actor actor) {
  const auto settings = planning.settings;
  const auto login =
      co_await service::own_server_login(planning.desk.catalog(), planning.desk.vault, settings);
  auto zone = co_await own_zone(planning.service.people, std::move(actor));
  co_return ListDesk{
      .own_server = service::own_server_of_lists(
          settings, login ? service::StoredCredential::yes : service::StoredCredential::no),
      .timing = timing_limits(settings),
      .now = planning.service.people.clock(),
      .most_rows = static_cast<std::size_t>(settings.rows_per_batch),
      .time_zone = std::move(zone)};
}

Task<net::HttpResponse> check_list(Planning& planning, std::shared_ptr<Lists> lists, Call call) {
  const ListTurn turn(*lists);
  auto desk = co_await list_desk(planning, actor_of(call));
  co_return co_await lists->reading.run(
      [request = std::move(call.request), desk = std::move(desk)] {
        return json_response(checked_list(request, desk));
      });
}

const service::ListFormat& format_at(const Call& call) {
  if (const auto* format = service::list_format_named(call.at("format"))) return *format;
  throw Declined(not_found("There is no such format of lists."));
}

Task<net::HttpResponse> example(Call call) {
  const auto& format = format_at(call);
  co_return net::HttpResponse{
      .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                  {"Content-Disposition",
                   "attachment; filename=\"" + std::string(format.name) + ".csv\""}},
      .body = net::LastingBytes{format.example}};
}

Task<net::HttpResponse> guide(Call call) {
  const auto& format = format_at(call);
  co_return net::HttpResponse{.headers = {{"Content-Type", "text/plain; charset=utf-8"}},
                              .body = list_guide(format)};
}

}  // namespace

void add_lists(Router& router, Planning& planning) {
  const auto held = std::make_shared<Lists>();
  auto lists = router.below("/api/v1/lists");
  lists.post("/check", needs(service::Permission::plan).body(largest_list_request_bytes),
             [&planning, held](Call call) { return check_list(planning, held, std::move(call)); });
  lists.get("/examples/{format}.csv", needs_signing_in(), example);
  lists.get("/guides/{format}.txt", needs_signing_in(), guide);
}

}  // namespace postferry::api
