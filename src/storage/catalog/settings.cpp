#include "storage/catalog/settings.hpp"

#include <fmt/format.h>

namespace postferry::storage::catalog {
namespace {

constexpr std::string_view setting_definitions[] = {
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE known_account (customer_id TEXT NOT NULL, email TEXT NOT NULL,"
    " user_name TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (customer_id, email))",
    "CREATE TABLE answered (customer_id TEXT NOT NULL, request_key TEXT NOT NULL,"
    " request TEXT NOT NULL, status {number} NOT NULL, answer TEXT NOT NULL, at {number} NOT NULL,"
    " PRIMARY KEY (customer_id, request_key))",
    "CREATE INDEX answered_at ON answered (at)",
};

// No LIKE: nothing in the part has a meaning.
std::string known_account_with(const std::string& part, const Reach& reach, Bindings& bindings) {
  const auto condition = reach.condition(bindings);
  if (part.empty()) return fmt::format("known_account WHERE {}", condition);
  bindings.emplace_back("part", part);
  return fmt::format("known_account WHERE {} AND replace(words, :part, '') <> words", condition);
}

}  // namespace

std::span<const std::string_view> setting_tables() { return setting_definitions; }

std::optional<std::string> setting(soci::session& session, const std::string& name) {
  std::optional<std::string> value;
  query(session, "SELECT value FROM setting WHERE name = :name", {{"name", name}}, {std::string()},
        [&value](const std::vector<Cell>& cells) { value = std::get<std::string>(cells[0]); });
  return value;
}

void set_setting(soci::session& session, const std::string& name, const std::string& value) {
  execute(session,
          "INSERT INTO setting (name, value) VALUES (:name, :value)"
          " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
          {{"name", name}, {"value", value}});
}

void set_known_accounts(soci::session& session, const std::string& customer,
                        const std::vector<KnownAccountRow>& accounts) {
  execute(session, "DELETE FROM known_account WHERE customer_id = :customer",
          {{"customer", customer}});
  for (const auto& account : accounts) insert(session, "known_account", account);
}

std::vector<KnownAccountRow> known_accounts(soci::session& session, const Reach& reach,
                                            const std::string& part, std::size_t limit) {
  Bindings bindings;
  const auto known = known_account_with(part, reach, bindings);
  return select<KnownAccountRow>(session, fmt::format("{} ORDER BY email LIMIT {}", known, limit),
                                 bindings);
}

std::int64_t count_known_accounts(soci::session& session, const Reach& reach,
                                  const std::string& part) {
  Bindings bindings;
  const auto known = known_account_with(part, reach, bindings);
  std::int64_t count = 0;
  query(session, "SELECT count(*) FROM " + known, bindings, {std::int64_t{}},
        [&count](const std::vector<Cell>& cells) { take_cell(cells[0], count); });
  return count;
}

std::optional<AnsweredRow> answered(soci::session& session, const std::string& customer,
                                    const std::string& key) {
  auto rows =
      select<AnsweredRow>(session, "answered WHERE customer_id = :customer AND request_key = :key",
                          {{"customer", customer}, {"key", key}});
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

void keep_answer(soci::session& session, const AnsweredRow& row) {
  insert(session, "answered", row);
}

void forget_answers(soci::session& session, Instant before) {
  execute(session, "DELETE FROM answered WHERE at < :before", {{"before", cell_of(before)}});
}

}  // namespace postferry::storage::catalog
