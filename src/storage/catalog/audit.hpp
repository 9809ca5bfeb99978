// The audit log: who did what, when and from where. Rows are added and never changed; they go only
// with all data of their customer.
//
// Called by Catalog's callers on a thread of the database, in the transaction of what was done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog/reach.hpp"

namespace postferry::storage::catalog {

struct AuditRow {
  std::string id;        // sorts by time
  std::string customer;  // whose data it was about; "" the installation's
  Instant at{};
  std::string person;       // "": the service itself, or its command line
  std::string person_name;  // as it was then
  std::string way;          // "session", "token", "link", "command" or "service"
  std::string peer;         // address; may be empty
  std::string action;       // stable name: "person.invited"
  std::string object;       // id of what it was done to
  std::string detail;       // in words; no secret

  static void each(auto& row, auto&& visit) {
    visit("id", row.id);
    visit("customer_id", row.customer);
    visit("happened", row.at);
    visit("person_id", row.person);
    visit("person_name", row.person_name);
    visit("way", row.way);
    visit("peer", row.peer);
    visit("action", row.action);
    visit("object", row.object);
    visit("detail", row.detail);
  }
};

std::span<const std::string_view> audit_tables();

void add(soci::session& session, const AuditRow& row);
// Newest first; `before` is the id of the last row of the page before, or "".
std::vector<AuditRow> audit_page(soci::session& session, const Reach& reach,
                                 const std::string& before, std::size_t limit);
// The customer's own; how many.
std::int64_t remove_audit_of(soci::session& session, const std::string& customer);
std::int64_t remove_audit_before(soci::session& session, Instant before);

}  // namespace postferry::storage::catalog
