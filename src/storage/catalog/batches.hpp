// The table of batches: what was planned together, under one name.
//
// Called by Catalog on a thread of the database. What its migrations come to is added up when it is
// asked for; nothing of it is kept twice.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog/migration_row.hpp"
#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

std::span<const std::string_view> batch_tables();

struct BatchRow {
  std::string id;
  std::string customer;
  std::int64_t number = 0;  // of the customer's, from 1; given by add_batch()
  std::string name;         // "": its number
  std::string format;       // of the list: "twelve_fields"
  std::string created_by;
  Instant created{};
  std::int64_t version = 0;
  Instant first_at{};
  Instant second_at{};
  std::int64_t second_after_seconds = 0;

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("customer_id", row.customer);
    visit("number", row.number);
    visit("name", row.name);
    visit("format", row.format);
    visit("created_by", row.created_by);
    visit("created", row.created);
    visit("version", row.version);
    visit("first_at", row.first_at);
    visit("second_at", row.second_at);
    visit("second_after_seconds", row.second_after_seconds);
  }
};

// What its migrations come to.
struct BatchSum {
  std::map<MigrationState, std::int64_t> states;
  std::int64_t accounts = 0;
  std::int64_t messages_done = 0;
  std::int64_t messages_total = 0;
  std::int64_t bytes_done = 0;
  std::int64_t bytes_total = 0;
  std::int64_t failed = 0;
  std::int64_t missing = 0;

  bool is_over() const;
};

void add_batch(soci::session& session, BatchRow& row);
std::optional<BatchRow> find_batch(soci::session& session, const Reach& reach,
                                   const std::string& id);
bool replace(soci::session& session, BatchRow& row);
// Only its own row.
bool remove_batch(soci::session& session, const Reach& reach, const std::string& id);
// Newest first; those before `before`, when it is not empty.
std::vector<BatchRow> batches(soci::session& session, const Reach& reach, const std::string& before,
                              std::size_t limit);
std::int64_t count_batches(soci::session& session, const Reach& reach);
std::map<std::string, BatchSum> sums_of(soci::session& session, const Reach& reach,
                                        const std::vector<std::string>& ids);
// Of this customer, with something that is not over.
std::int64_t batches_under_way(soci::session& session, const std::string& customer);

}  // namespace postferry::storage::catalog
