// GET /migrations/{id}/folders, /runs and /errors, and /runs/{number}/log: what was done, folder by
// folder, and what happened in each run, as text.
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "api/caller.hpp"
#include "api/door.hpp"
#include "api/migration_json.hpp"
#include "api/migrations.hpp"
#include "api/pair_json.hpp"
#include "api/problem.hpp"
#include "api/query_text.hpp"
#include "api/responses.hpp"
#include "net/file_response.hpp"

namespace postferry::api {
namespace {

using storage::catalog::MigrationRow;
using storage::catalog::RunRow;

constexpr std::int64_t most_runs = 1'000'000;

net::HttpResponse items_response(text::json::Array items) {
  return json_response({{"items", std::move(items)}});
}

Task<std::optional<storage::PairLook>> look_at_journal(Planning& planning,
                                                       const MigrationRow& row) {
  return planning.journal.look({.source = row.source.key, .target = row.target.key});
}

Task<net::HttpResponse> list_folders(Planning& planning, Call call) {
  const auto row = co_await migration_at(planning, call);
  const auto look = co_await look_at_journal(planning, row);
  co_return items_response(folders_json(row, look, planning.board.find(row.id)));
}

Task<net::HttpResponse> list_errors(Planning& planning, Call call) {
  const auto row = co_await migration_at(planning, call);
  co_return items_response(errors_json(co_await look_at_journal(planning, row)));
}

Task<std::vector<RunRow>> runs_of_migration(Planning& planning, std::string id) {
  return planning.desk.catalog().look([id = std::move(id)](soci::session& session) {
    return storage::catalog::runs_of(session, id);
  });
}

Task<net::HttpResponse> list_runs(Planning& planning, Call call) {
  const auto row = co_await migration_at(planning, call);
  text::json::Array items;
  for (const auto& run : co_await runs_of_migration(planning, row.id))
    items.push_back(run_json(row, run));
  co_return items_response(std::move(items));
}

// Digits alone, so that no path can be made of it.
std::int64_t run_number_at(const Call& call) {
  const auto& text = call.at("number");
  std::int64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, wrong] = std::from_chars(text.data(), end, number);
  if (wrong != std::errc{} || rest != end || number < 1 || number > most_runs ||
      text != std::to_string(number))
    throw Declined(not_found("There is no such run."));
  return number;
}

std::uint64_t bytes_after(const net::HttpRequest& request) {
  const auto text = query_text(request, "after");
  if (text.empty()) return 0;
  std::uint64_t after = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, wrong] = std::from_chars(text.data(), end, after);
  if (wrong != std::errc{} || rest != end)
    decline_query("after", "This must be a number of bytes.");
  return after;
}

Task<net::HttpResponse> show_log(Planning& planning, Call call) {
  const auto number = run_number_at(call);
  const auto row = co_await migration_at(planning, call);
  const auto runs = co_await runs_of_migration(planning, row.id);
  const auto run = std::ranges::find(runs, number, &RunRow::number);
  if (run == runs.end()) throw Declined(not_found("There is no such run."));
  net::FileWish wish{.after = bytes_after(call.request)};
  if (!query_text(call.request, "download").empty())
    wish.download_name = fmt::format("{}-run-{}.log", row.source.email, number);
  // Both are ours: the id of a row, and a number.
  auto response = net::file_response(
      call.request, planning.logs / row.id / fmt::format("run-{}.log", number), wish);
  if (response.status != 404) co_return response;
  if (run->ended != Instant{})
    throw Declined(
        {.status = 410, .code = "log_removed", .detail = "The log of this run was removed."});
  co_return net::HttpResponse{.headers = {{"Content-Type", wish.type}}, .body = std::string()};
}

}  // namespace

void add_migration_records(Router& router, Planning& planning) {
  const auto rules = needs(service::Permission::see);
  auto migrations = router.below("/api/v1/migrations/{id}");
  migrations.get("/folders", rules,
                 [&](Call call) { return list_folders(planning, std::move(call)); });
  migrations.get("/errors", rules,
                 [&](Call call) { return list_errors(planning, std::move(call)); });
  migrations.get("/runs", rules, [&](Call call) { return list_runs(planning, std::move(call)); });
  migrations.get("/runs/{number}/log", rules,
                 [&](Call call) { return show_log(planning, std::move(call)); });
}

}  // namespace postferry::api
