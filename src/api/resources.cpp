#include "api/resources.hpp"

namespace postferry::api {

void add_people_resources(Router& router, Service& service) {
  add_setup(router, service);
  add_session(router, service);
  add_me(router, service);
  add_people(router, service);
  add_invitations(router, service);
  add_tokens(router, service);
  add_customers(router, service);
  add_credits(router, service);
  add_audit(router, service);
}

}  // namespace postferry::api
