#include "storage/forget.hpp"

#include <soci/soci.h>

namespace postferry::storage {
namespace {

constexpr const char* append_only[] = {"intent", "act"};

// What refers to a table goes before it.
constexpr const char* erasures[] = {
    "DELETE FROM open_intent WHERE pair_id = :pair",
    "DELETE FROM act WHERE pair_id = :pair",
    "DELETE FROM intent WHERE pair_id = :pair",
    "DELETE FROM placement WHERE folder_id IN (SELECT id FROM folder WHERE pair_id = :pair)",
    "DELETE FROM tally WHERE folder_id IN (SELECT id FROM folder WHERE pair_id = :pair)",
    "DELETE FROM folder WHERE pair_id = :pair",
    "DELETE FROM run WHERE pair_id = :pair",
    "DELETE FROM fact WHERE pair_id = :pair",
    "DELETE FROM lease WHERE pair_id = :pair",
    "DELETE FROM account_pair WHERE id = :pair",
};

}  // namespace

void forget_pair(Connection& connection, PairId pair) {
  auto& session = connection.session();
  const auto id = static_cast<long long>(pair);
  for (const auto* table : append_only) connection.dialect().end_append_only(session, table);
  for (const auto* erasure : erasures) session << erasure, soci::use(id);
  for (const auto* table : append_only) connection.dialect().make_append_only(session, table);
}

}  // namespace postferry::storage
