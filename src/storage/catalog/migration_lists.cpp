// Pages of migrations and their counts: how a query becomes SQL, and the indexes that it stands on.
#include <array>
#include <fmt/format.h>

#include "storage/catalog/migrations.hpp"
#include "storage/catalog/names.hpp"

namespace postferry::storage::catalog {
namespace {

// What a person should see first.
constexpr std::string_view by_urgency =
    "CASE state WHEN 'failed' THEN '0' WHEN 'throttled' THEN '1' WHEN 'paused' THEN '2'"
    " WHEN 'running' THEN '3' WHEN 'waiting' THEN '4' WHEN 'waiting_for_next' THEN '5'"
    " WHEN 'incomplete' THEN '6' WHEN 'complete' THEN '7' ELSE '8' END";

// Of its messages, how many of a thousand are done; what is not counted yet comes first.
constexpr std::string_view per_mille =
    "CASE WHEN messages_total > 0 THEN messages_done * 1000 / messages_total ELSE -1 END";

struct Order {
  std::string_view expression;
  bool is_number = false;
};
Order order_of(SortBy sort) {
  switch (sort) {
    case SortBy::source:
      return {"source_email"};
    case SortBy::target:
      return {"target_email"};
    case SortBy::state:
      return {by_urgency};
    case SortBy::due:
      return {"due", true};
    case SortBy::ended:
      return {"ended", true};
    case SortBy::progress:
      return {per_mille, true};
    case SortBy::created:
      break;
  }
  return {"created", true};
}

// What is over has ended at some time, what is active has not: so the few that are active and the
// last that ended are found among very many.
constexpr std::string_view index_definitions[] = {
    "DROP INDEX migration_ended",
    "CREATE INDEX migration_over ON migration (ended, id) WHERE ended > 0",
    "CREATE INDEX migration_over_of_customer ON migration (customer_id, ended, id)"
    " WHERE ended > 0",
    "CREATE INDEX migration_active ON migration (state, id, batch_id) WHERE ended = 0",
    "CREATE INDEX migration_active_of_customer ON migration (customer_id, state, id, batch_id)"
    " WHERE ended = 0",
    "CREATE INDEX migration_active_by_age ON migration (created, id) WHERE ended = 0",
    "CREATE INDEX migration_active_by_age_of_customer ON migration (customer_id, created, id)"
    " WHERE ended = 0",
    "CREATE INDEX migration_created ON migration (created, id)",
    "CREATE INDEX migration_created_of_customer ON migration (customer_id, created, id)",
    "CREATE INDEX migration_words ON migration (state, words)",
    "CREATE INDEX migration_words_of_customer ON migration (customer_id, state, words)",
};

std::string value_of(const MigrationRow& row, SortBy sort) {
  switch (sort) {
    case SortBy::source:
      return row.source.email;
    case SortBy::target:
      return row.target.email;
    case SortBy::due:
      return std::to_string(row.due.time_since_epoch().count());
    case SortBy::ended:
      return std::to_string(row.ended.time_since_epoch().count());
    case SortBy::progress:
      return std::to_string(row.messages_total > 0 ? row.messages_done * 1000 / row.messages_total
                                                   : -1);
    case SortBy::state:
      break;
    case SortBy::created:
      return std::to_string(row.created.time_since_epoch().count());
  }
  constexpr std::array urgency{"4", "3", "5", "2", "1", "0", "7", "6", "8"};
  return urgency[static_cast<std::size_t>(row.state)];
}

std::string escaped_for_like(std::string_view word) {
  std::string text;
  for (const char c : word) {
    if (c == '%' || c == '_' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

std::string words_condition(std::string_view words, Bindings& bindings) {
  std::string text;
  for (std::size_t number = 0; !words.empty(); ++number) {
    const auto end = words.find(' ');
    const auto word = words.substr(0, end);
    words = end == words.npos ? std::string_view{} : words.substr(end + 1);
    if (word.empty()) continue;
    const auto name = fmt::format("word{}", number);
    bindings.push_back({name, "%" + escaped_for_like(word) + "%"});
    text += fmt::format(" AND words LIKE :{} ESCAPE '\\'", name);
  }
  return text;
}

// The same rows by when they ended, which finds and sorts them, and by their states, which counts
// them: each as it stands in an index.
enum class Told : std::uint8_t { by_end, by_state };

std::string_view view_condition(View view, Told told) {
  switch (view) {
    case View::over:
      return told == Told::by_end ? " AND ended > 0"
                                  : " AND state IN ('complete', 'incomplete', 'cancelled')";
    case View::active:
      return told == Told::by_end ? " AND ended = 0"
                                  : " AND state IN ('waiting', 'running', 'waiting_for_next',"
                                    " 'paused', 'throttled', 'failed')";
    case View::all:
      break;
  }
  return "";
}

// Whatever states it names.
std::string condition_of(const Reach& reach, const MigrationQuery& wanted, Told told,
                         Bindings& bindings) {
  auto text = reach.condition_on_migrations(bindings);
  text += view_condition(wanted.view, told);
  if (!wanted.batch.empty()) {
    text += " AND batch_id = :batch";
    bindings.push_back({"batch", wanted.batch});
  }
  return text + words_condition(wanted.words, bindings);
}

std::string states_condition(const std::vector<MigrationState>& states) {
  std::string names;
  for (const auto state : states)
    names += fmt::format("{}'{}'", names.empty() ? "" : ", ", text_of(state));
  return names.empty() ? "" : fmt::format(" AND state IN ({})", names);
}

std::string after_condition(const MigrationQuery& wanted, Bindings& bindings) {
  if (wanted.after_id.empty()) return "";
  const auto order = order_of(wanted.sort);
  bindings.push_back({"after_id", wanted.after_id});
  if (order.is_number)
    bindings.push_back({"after", number_in(wanted.after_value)});
  else
    bindings.push_back({"after", wanted.after_value});
  const auto beyond = wanted.direction == Direction::up ? '>' : '<';
  return fmt::format(" AND ({0} {1} :after OR ({0} = :after AND id {1} :after_id))",
                     order.expression, beyond);
}

}  // namespace

std::span<const std::string_view> migration_indexes() { return index_definitions; }

MigrationPage page(soci::session& session, const Reach& reach, const MigrationQuery& wanted) {
  Bindings bindings;
  auto condition =
      condition_of(reach, wanted, Told::by_end, bindings) + states_condition(wanted.states);
  condition += after_condition(wanted, bindings);
  const auto order = order_of(wanted.sort);
  const auto direction = wanted.direction == Direction::up ? "ASC" : "DESC";
  MigrationPage found;
  found.rows = select<MigrationRow>(
      session,
      fmt::format("migration WHERE {} ORDER BY {} {}, id {} LIMIT {}", condition, order.expression,
                  direction, direction, wanted.limit + 1),
      bindings);
  if (found.rows.size() > wanted.limit) {
    found.rows.pop_back();
    found.next_value = value_of(found.rows.back(), wanted.sort);
    found.next_id = found.rows.back().id;
  }
  return found;
}

std::map<MigrationState, std::int64_t> count_states(soci::session& session, const Reach& reach,
                                                    const MigrationQuery& wanted) {
  Bindings bindings;
  const auto condition = condition_of(reach, wanted, Told::by_state, bindings);
  std::map<MigrationState, std::int64_t> counts;
  query(session, "SELECT state, count(*) FROM migration WHERE " + condition + " GROUP BY state",
        bindings, {std::string(), std::int64_t{}}, [&counts](const std::vector<Cell>& cells) {
          MigrationState state{};
          take_cell(cells[0], state);
          take_cell(cells[1], counts[state]);
        });
  return counts;
}

}  // namespace postferry::storage::catalog
