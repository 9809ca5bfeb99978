#include <fmt/chrono.h>
#include <fmt/format.h>
#include <map>

#include "app/commands.hpp"
#include "app/service_place.hpp"
#include "app/table.hpp"
#include "service/invitations.hpp"
#include "service/set_up.hpp"
#include "service/written_time.hpp"
#include "storage/catalog/people.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

using storage::catalog::Catalog;
using storage::catalog::PersonRow;
using storage::catalog::PersonState;
using storage::catalog::Reach;
using storage::catalog::Role;

// Who works on the database from the command line.
struct AtTheDatabase {
  explicit AtTheDatabase(const ServicePlace& place)
      : url(public_url_of(place.configuration)), catalog(place.database, 1) {}

  std::string url;
  Catalog catalog;
  service::PasswordHasher hasher;
  service::LockOut lock_out{service::system_clock()};
  service::Ulids ulids;
  service::People people{
      .catalog = catalog, .hasher = hasher, .lock_out = lock_out, .ulids = ulids};

  std::vector<PersonRow> all() {
    return await_alone(catalog.look([](soci::session& session) {
      return storage::catalog::people(session, Reach::everything());
    }));
  }
};

std::string seen(Instant at) {
  return at == Instant{} ? "never" : fmt::format("{:%Y-%m-%d %H:%M} UTC", at);
}

engine::Exit tell_reset(AtTheDatabase& here, const std::string& email, const CommandLine& line,
                        const Console& console) {
  const auto made = await_alone(service::make_reset_link(here.people, email));
  if (!made)
    return console.fail(
        Error{.code = ErrorCode::bad_usage,
              .text = "Nobody has this address; postferry user list shows everybody.",
              .where = {}},
        line.output);
  console.out.line(fmt::format(
      "Whoever opens this link sets a new password for {}; it works once and until {:%Y-%m-%d "
      "%H:%M} UTC:",
      text::printable(made->link.email), made->link.ends));
  console.out.line(fmt::format("  {}/reset#token={}", here.url, made->token.reveal()));
  return engine::Exit::complete;
}

}  // namespace

engine::Exit user_list_command(const CommandLine& line, const Console& console) {
  const auto place = service_place(line.serve);
  if (!place) return console.fail(place.error(), line.output);
  AtTheDatabase here(*place);
  std::map<std::string, std::string> customers;
  for (const auto& customer : await_alone(here.catalog.look([](soci::session& session) {
         return storage::catalog::customers(session, Reach::everything());
       })))
    customers[customer.id] = customer.name;
  Table table{.columns = {{"E-mail"}, {"Name"}, {"Role"}, {"Customer"}, {"State"}, {"Last seen"}},
              .rows = {}};
  for (const auto& person : here.all())
    table.rows.push_back({text::printable(person.email), text::printable(person.name),
                          std::string(text_of(person.role)),
                          text::printable(customers[person.customer]),
                          std::string(text_of(person.state)), seen(person.last_seen)});
  if (table.rows.empty())
    console.out.line("Nobody is here yet; postferry user link prints the link of the first visit.");
  else
    console.out.write(table.text());
  return engine::Exit::complete;
}

engine::Exit user_reset_command(const CommandLine& line, const Console& console) {
  const auto place = service_place(line.serve);
  if (!place) return console.fail(place.error(), line.output);
  AtTheDatabase here(*place);
  return tell_reset(here, line.operation.email, line, console);
}

engine::Exit user_link_command(const CommandLine& line, const Console& console) {
  const auto place = service_place(line.serve);
  if (!place) return console.fail(place.error(), line.output);
  AtTheDatabase here(*place);
  if (const auto token = await_alone(service::make_setup_link(here.people))) {
    console.out.line(
        "Nobody is here yet. Whoever opens this link becomes the operator; it works once and for "
        "24 hours:");
    console.out.line(fmt::format("  {}/first-visit#token={}", here.url, token->reveal()));
    return engine::Exit::complete;
  }
  for (const auto& person : here.all())
    if (person.role == Role::operator_ && person.state == PersonState::active)
      return tell_reset(here, person.email, line, console);
  return console.fail(Error{.code = ErrorCode::internal,
                            .text = "There is no operator who may sign in.",
                            .where = {}},
                      line.output);
}

}  // namespace postferry::app
