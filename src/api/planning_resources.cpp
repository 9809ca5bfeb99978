#include "api/planning_resources.hpp"

namespace postferry::api {

void add_planning_resources(Router& router, Planning& planning) {
  add_migrations(router, planning);
  add_batches(router, planning);
  add_lists(router, planning);
  add_checks(router, planning);
  add_accounts(router, planning);
  add_info(router, planning);
  add_proposals(router, planning);
  add_settings(router, planning);
  add_overview(router, planning);
  add_events(router, planning);
}

}  // namespace postferry::api
