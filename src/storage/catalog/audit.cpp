#include "storage/catalog/audit.hpp"

namespace postferry::storage::catalog {
namespace {

constexpr std::string_view audit_definitions[] = {
    "CREATE TABLE audit (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL,"
    " happened {number} NOT NULL, person_id TEXT NOT NULL, person_name TEXT NOT NULL,"
    " way TEXT NOT NULL, peer TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL,"
    " detail TEXT NOT NULL)",
    "CREATE INDEX audit_of_customer ON audit (customer_id, id)",
};

}  // namespace

std::span<const std::string_view> audit_tables() { return audit_definitions; }

void add(soci::session& session, const AuditRow& row) { insert(session, "audit", row); }

std::vector<AuditRow> audit_page(soci::session& session, const Reach& reach,
                                 const std::string& before, std::size_t limit) {
  Bindings bindings{{"most", cell_of(limit)}};
  auto where = reach.condition(bindings);
  if (!before.empty()) {
    where += " AND id < :before";
    bindings.push_back({"before", before});
  }
  return select<AuditRow>(session, "audit WHERE " + where + " ORDER BY id DESC LIMIT :most",
                          bindings);
}

std::int64_t remove_audit_of(soci::session& session, const std::string& customer) {
  return execute(session, "DELETE FROM audit WHERE customer_id = :customer",
                 {{"customer", customer}});
}

std::int64_t remove_audit_before(soci::session& session, Instant before) {
  return execute(session, "DELETE FROM audit WHERE happened < :before",
                 {{"before", cell_of(before)}});
}

}  // namespace postferry::storage::catalog
