#include "api/own_zone.hpp"

#include "storage/catalog/people.hpp"

namespace postferry::api {

Task<std::string> own_zone(service::People& people, service::Actor actor) {
  const auto person = co_await people.catalog.look(
      [id = actor.person, reach = service::own_reach_of(actor)](soci::session& session) {
        return find_person(session, reach, id);
      });
  co_return person ? person->time_zone : "UTC";
}

}  // namespace postferry::api
