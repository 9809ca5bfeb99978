#include "storage/accounts.hpp"

#include <chrono>
#include <fmt/format.h>
#include <limits>
#include <soci/soci.h>

#include "storage/journal_tables.hpp"

namespace postferry::storage {
namespace {

constexpr auto complete = "complete";  // the outcome, as exit codes are named

// Runs of the pair that are named by `condition`, newest first.
std::vector<RunRecord> runs_where(Connection& connection, PairId pair, std::string_view condition,
                                  long long limit) {
  const auto pair_id = static_cast<long long>(pair);
  long long id = 0;
  long long started = 0;
  long long ended = 0;
  soci::indicator has_ended = soci::i_null;
  RunRecord run;
  soci::statement rows = (connection.session().prepare << fmt::format(
                              "SELECT id, started, ended, options, outcome, summary FROM run "
                              "WHERE pair_id = :pair AND {} ORDER BY id DESC LIMIT :limit",
                              condition),
                          soci::use(pair_id), soci::use(limit), soci::into(id), soci::into(started),
                          soci::into(ended, has_ended), soci::into(run.options),
                          soci::into(run.outcome), soci::into(run.summary));
  std::vector<RunRecord> runs;
  for (bool more = rows.execute(true); more; more = rows.fetch()) {
    run.id = RunId(id);
    run.started = Instant(std::chrono::seconds(started));
    run.ended.reset();
    if (has_ended == soci::i_ok) run.ended = Instant(std::chrono::seconds(ended));
    runs.push_back(run);
    runs.back().options = connection.dialect().from_column(run.options);
    runs.back().summary = connection.dialect().from_column(run.summary);
  }
  return runs;
}

std::uint64_t number_of(Connection& connection, PairId pair, RunId run) {
  const auto pair_id = static_cast<long long>(pair);
  const auto id = static_cast<long long>(run);
  long long number = 0;
  connection.session() << "SELECT count(*) FROM run WHERE pair_id = :pair AND id <= :id",
      soci::use(pair_id), soci::use(id), soci::into(number);
  return static_cast<std::uint64_t>(number);
}

std::optional<RunRecord> last_run_where(Connection& connection, PairId pair,
                                        std::string_view condition) {
  auto runs = runs_where(connection, pair, condition, 1);
  if (runs.empty()) return std::nullopt;
  runs.front().number = number_of(connection, pair, runs.front().id);
  return std::move(runs.front());
}

}  // namespace

PairId find_or_add_pair(Connection& connection, const AccountPair& accounts) {
  auto& session = connection.session();
  const auto source = connection.dialect().to_column(accounts.source);
  const auto target = connection.dialect().to_column(accounts.target);
  long long id = 0;
  session << "SELECT id FROM account_pair WHERE source = :source AND target = :target",
      soci::use(source), soci::use(target), soci::into(id);
  if (session.got_data()) return PairId(id);
  session << "INSERT INTO account_pair (source, target) VALUES (:source, :target)",
      soci::use(source), soci::use(target);
  return PairId(connection.dialect().last_id(session, "account_pair"));
}

std::vector<PairStatus> all_pairs(Connection& connection) {
  long long id = 0;
  PairStatus pair;
  soci::statement rows =
      (connection.session().prepare << "SELECT id, source, target FROM account_pair ORDER BY id",
       soci::into(id), soci::into(pair.accounts.source), soci::into(pair.accounts.target));
  std::vector<PairStatus> pairs;
  for (bool more = rows.execute(true); more; more = rows.fetch()) {
    pair.id = PairId(id);
    pairs.push_back(pair);
    pairs.back().accounts = {.source = connection.dialect().from_column(pair.accounts.source),
                             .target = connection.dialect().from_column(pair.accounts.target)};
  }
  for (auto& found : pairs) {
    found.last_run = last_run_where(connection, found.id, "true");
    found.last_complete =
        last_run_where(connection, found.id, fmt::format("outcome = '{}'", complete));
    found.holder = tables_of(connection).leases().holder(found.id);
  }
  return pairs;
}

std::string fact_of(Connection& connection, PairId pair, const std::string& name) {
  const auto pair_id = static_cast<long long>(pair);
  std::string value;
  connection.session() << "SELECT value FROM fact WHERE pair_id = :pair AND name = :name",
      soci::use(pair_id), soci::use(name), soci::into(value);
  return connection.session().got_data() ? connection.dialect().from_column(value) : std::string();
}

void remember_fact(Connection& connection, PairId pair, const std::string& name,
                   const std::string& value) {
  const auto pair_id = static_cast<long long>(pair);
  const auto column = connection.dialect().to_column(value);
  connection.session() << "INSERT INTO fact (pair_id, name, value) VALUES (:pair, :name, :value) "
                          "ON CONFLICT (pair_id, name) DO UPDATE SET value = excluded.value",
      soci::use(pair_id), soci::use(name), soci::use(column);
}

RunId add_run(Connection& connection, PairId pair, const std::string& options) {
  const auto pair_id = static_cast<long long>(pair);
  const auto column = connection.dialect().to_column(options);
  connection.session() << fmt::format(
      "INSERT INTO run (pair_id, started, options, outcome, summary) "
      "VALUES (:pair, {}, :options, '', '')",
      connection.dialect().words().now),
      soci::use(pair_id), soci::use(column);
  return RunId(connection.dialect().last_id(connection.session(), "run"));
}

void close_run(Connection& connection, RunId run, const std::string& outcome,
               const std::string& summary) {
  const auto id = static_cast<long long>(run);
  const auto column = connection.dialect().to_column(summary);
  connection.session() << fmt::format(
      "UPDATE run SET ended = {}, outcome = :outcome, summary = :summary WHERE id = :id",
      connection.dialect().words().now),
      soci::use(outcome), soci::use(column), soci::use(id);
}

std::vector<RunRecord> runs_of(Connection& connection, PairId pair) {
  auto runs = runs_where(connection, pair, "true", std::numeric_limits<long long>::max());
  auto number = runs.size();
  for (auto& run : runs) run.number = number--;
  return runs;
}

}  // namespace postferry::storage
