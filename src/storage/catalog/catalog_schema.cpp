#include "storage/catalog/catalog_schema.hpp"

#include <array>
#include <string_view>

#include "storage/catalog/audit.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/credits.hpp"
#include "storage/catalog/leftovers.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/outbox.hpp"
#include "storage/catalog/people.hpp"
#include "storage/catalog/secrets.hpp"
#include "storage/catalog/settings.hpp"
#include "storage/connection.hpp"

namespace postferry::storage::catalog {
namespace {

void first(Connection& connection) {
  for (const auto tables : {people_tables(), audit_tables(), credit_tables(), secret_tables(),
                            migration_tables(), batch_tables(), setting_tables()})
    for (const auto statement : tables) connection.define(statement);
}

void leftovers_of_what_was_removed(Connection& connection) {
  for (const auto statement : leftover_tables()) connection.define(statement);
}

void notices_to_be_sent(Connection& connection) {
  for (const auto statement : outbox_tables()) connection.define(statement);
}

void lists_of_very_many(Connection& connection) {
  for (const auto statement : migration_indexes()) connection.define(statement);
}

constexpr std::array<SchemaStep, 4> steps{first, leftovers_of_what_was_removed, notices_to_be_sent,
                                          lists_of_very_many};

}  // namespace

Schema catalog_schema() { return {.name = "catalog", .steps = steps}; }

}  // namespace postferry::storage::catalog
