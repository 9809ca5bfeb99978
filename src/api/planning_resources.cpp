#include "api/planning_resources.hpp"

namespace postferry::api {

void add_planning_resources(Router& router, Planning& planning) {
  add_settings(router, planning);
}

}  // namespace postferry::api
