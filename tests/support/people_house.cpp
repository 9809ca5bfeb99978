#include "tests/support/people_house.hpp"

#include <algorithm>

#include "service/customers.hpp"
#include "service/invitations.hpp"
#include "service/set_up.hpp"
#include "service/sign_in.hpp"

namespace postferry::test {

PeopleHouse::PeopleHouse(const storage::DatabaseAddress& address)
    : catalog(address),
      hasher({.passes = 1, .memory_bytes = 8192}),
      lock_out(clock.clock()),
      people{.catalog = catalog,
             .hasher = hasher,
             .lock_out = lock_out,
             .ulids = ulids,
             .clock = clock.clock()} {}

service::Actor PeopleHouse::set_up(const std::string& email) {
  auto link = run(service::make_setup_link(people));
  return actor_of(run(service::set_up(people,
                                      {.token = link.value(),
                                       .email = email,
                                       .name = "Olga Provider",
                                       .password = Secret(password),
                                       .customer_name = "Provider",
                                       .language = "en",
                                       .time_zone = "Europe/Berlin"},
                                      here))
                      .value());
}

service::Actor PeopleHouse::join(const service::Actor& by, const std::string& email,
                                 const std::string& role, std::vector<std::string> domains,
                                 const std::string& customer) {
  auto invited = run(service::invite(
      people, by,
      {.email = email, .role = role, .domains = std::move(domains), .customer = customer}));
  return actor_of(run(service::accept(people,
                                      {.token = invited.value().token,
                                       .name = "Somebody New",
                                       .password = Secret(password),
                                       .language = "",
                                       .time_zone = ""},
                                      here))
                      .value());
}

service::Actor PeopleHouse::new_customer(const service::Actor& by, const std::string& name,
                                         const std::string& admin_email) {
  const auto customer = run(service::add_customer(people, by, name)).value();
  return join(by, admin_email, "admin", {}, customer.id);
}

service::Actor PeopleHouse::actor_of(const service::SignedIn& signed_in) {
  return run(service::actor_of_session(people, signed_in.session, here)).value();
}

service::Answer<service::SignedIn> PeopleHouse::sign_in(const std::string& email,
                                                        const std::string& with,
                                                        const std::string& peer) {
  return run(service::sign_in(people, email, Secret(with), peer));
}

std::vector<std::string> PeopleHouse::actions(const service::Actor& actor) {
  std::vector<std::string> names;
  for (const auto& row : run(service::audit_log(people, actor, "", 1000)).value())
    names.push_back(row.action);
  std::ranges::reverse(names);
  return names;
}

}  // namespace postferry::test
