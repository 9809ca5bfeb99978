// Customers: walled off from each other; made, renamed and removed by the operator, and asked to be
// forgotten by their own administrators. And the log of who did what.
//
// Called by the API. What other rooms keep of a customer (migrations, journals, logs) is removed by
// the functions that the caller hands over, in the same transaction where it stands in the catalog.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "service/people.hpp"

namespace postferry::service {

// All that the actor reaches. Refused: nothing.
Task<Answer<std::vector<storage::catalog::CustomerRow>>> customers(People& people, Actor actor);
// Refused: not_allowed, fields_invalid.
Task<Answer<storage::catalog::CustomerRow>> add_customer(People& people, Actor actor,
                                                         std::string name);
// Refused: not_allowed, not_found, fields_invalid.
Task<Answer<storage::catalog::CustomerRow>> rename_customer(People& people, Actor actor,
                                                            std::string id, std::string name);

// Removes what else the catalog holds of a customer.
using RemoveData = std::function<void(soci::session&, const std::string& customer)>;

// Removes addresses, logs and secrets; people, keys and the count of used migrations stay. Refused:
// not_allowed, not_found.
Task<Answer<void>> remove_data(People& people, Actor actor, std::string customer,
                               RemoveData remove_more);
// Removes the customer with all people; keys and the count of used migrations stay. Refused:
// not_allowed, not_found, not_yourself (the operator's own), last_operator.
Task<Answer<void>> remove_customer(People& people, Actor actor, std::string customer,
                                   RemoveData remove_more);

// A page of the audit log, newest first; `before`: the last id of the page before. Refused:
// not_allowed.
Task<Answer<std::vector<storage::catalog::AuditRow>>> audit_log(People& people, Actor actor,
                                                                std::string before,
                                                                std::size_t limit);

}  // namespace postferry::service
