#include "storage/catalog/batches.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace postferry::storage::catalog {
namespace {

constexpr std::string_view batch_definitions[] = {
    "CREATE TABLE batch (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, number {number} NOT NULL,"
    " name TEXT NOT NULL, format TEXT NOT NULL, created_by TEXT NOT NULL,"
    " created {number} NOT NULL, version {number} NOT NULL, first_at {number} NOT NULL,"
    " second_at {number} NOT NULL, second_after_seconds {number} NOT NULL,"
    " UNIQUE (customer_id, number))",
};

void add_up(BatchSum& sum, const std::vector<Cell>& cells) {
  MigrationState state{};
  std::int64_t accounts = 0;
  take_cell(cells[1], state);
  take_cell(cells[2], accounts);
  sum.states[state] += accounts;
  sum.accounts += accounts;
  sum.messages_done += std::get<std::int64_t>(cells[3]);
  sum.messages_total += std::get<std::int64_t>(cells[4]);
  sum.bytes_done += std::get<std::int64_t>(cells[5]);
  sum.bytes_total += std::get<std::int64_t>(cells[6]);
  sum.failed += std::get<std::int64_t>(cells[7]);
  sum.missing += std::get<std::int64_t>(cells[8]);
}

}  // namespace

std::span<const std::string_view> batch_tables() { return batch_definitions; }

bool BatchSum::is_over() const {
  return std::ranges::all_of(states,
                             [](const auto& count) { return catalog::is_over(count.first); });
}

void add_batch(soci::session& session, BatchRow& row) {
  query(session, "SELECT coalesce(max(number), 0) + 1 FROM batch WHERE customer_id = :customer",
        {{"customer", row.customer}}, {std::int64_t{}},
        [&row](const std::vector<Cell>& cells) { take_cell(cells[0], row.number); });
  insert(session, "batch", row);
}

std::optional<BatchRow> find_batch(soci::session& session, const Reach& reach,
                                   const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto condition = reach.condition(bindings);
  auto rows = select<BatchRow>(session, "batch WHERE id = :id AND " + condition, bindings);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

bool replace(soci::session& session, BatchRow& row) {
  ++row.version;
  return update(session, "batch", row, "id = :id AND version = :version - 1") == 1;
}

bool remove_batch(soci::session& session, const Reach& reach, const std::string& id) {
  Bindings bindings{{"id", id}};
  const auto condition = reach.condition(bindings);
  return execute(session, "DELETE FROM batch WHERE id = :id AND " + condition, bindings) > 0;
}

std::vector<BatchRow> batches(soci::session& session, const Reach& reach, const std::string& before,
                              std::size_t limit) {
  Bindings bindings;
  auto condition = reach.condition(bindings);
  if (!before.empty()) {
    condition += " AND id < :before";
    bindings.push_back({"before", before});
  }
  return select<BatchRow>(
      session, fmt::format("batch WHERE {} ORDER BY id DESC LIMIT {}", condition, limit), bindings);
}

std::int64_t count_batches(soci::session& session, const Reach& reach) {
  Bindings bindings;
  const auto condition = reach.condition(bindings);
  std::int64_t count = 0;
  query(session, "SELECT count(*) FROM batch WHERE " + condition, bindings, {std::int64_t{}},
        [&count](const std::vector<Cell>& cells) { take_cell(cells[0], count); });
  return count;
}

std::map<std::string, BatchSum> sums_of(soci::session& session, const Reach& reach,
                                        const std::vector<std::string>& ids) {
  std::map<std::string, BatchSum> sums;
  if (ids.empty()) return sums;
  Bindings bindings;
  const auto condition = reach.condition_on_migrations(bindings);
  std::string names;
  for (std::size_t number = 0; number < ids.size(); ++number) {
    const auto name = fmt::format("batch{}", number);
    bindings.push_back({name, ids[number]});
    names += (number == 0 ? ":" : ", :") + name;
  }
  const std::string sum = "CAST(coalesce(sum({}), 0) AS BIGINT)";
  std::string columns = "batch_id, state, count(*)";
  for (const auto* column :
       {"messages_done", "messages_total", "bytes_done", "bytes_total", "failed", "missing"})
    columns += ", " + fmt::format(fmt::runtime(sum), column);
  query(
      session,
      fmt::format("SELECT {} FROM migration WHERE batch_id IN ({}) AND {} GROUP BY batch_id, state",
                  columns, names, condition),
      bindings,
      {std::string(), std::string(), std::int64_t{}, std::int64_t{}, std::int64_t{}, std::int64_t{},
       std::int64_t{}, std::int64_t{}, std::int64_t{}},
      [&sums](const std::vector<Cell>& cells) {
        add_up(sums[std::get<std::string>(cells[0])], cells);
      });
  return sums;
}

std::int64_t batches_under_way(soci::session& session, const std::string& customer) {
  std::int64_t count = 0;
  query(session,
        "SELECT count(*) FROM batch WHERE customer_id = :customer AND EXISTS (SELECT 1 FROM "
        "migration WHERE batch_id = batch.id AND state NOT IN ('complete', 'incomplete',"
        " 'cancelled'))",
        {{"customer", customer}}, {std::int64_t{}},
        [&count](const std::vector<Cell>& cells) { take_cell(cells[0], count); });
  return count;
}

}  // namespace postferry::storage::catalog
