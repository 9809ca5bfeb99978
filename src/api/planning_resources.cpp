#include "api/planning_resources.hpp"

namespace postferry::api {

void add_planning_resources(Router&, Planning&) {}

}  // namespace postferry::api
