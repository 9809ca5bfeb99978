// WrittenChoices as they stand in the database: JSON, with only what was chosen.
//
// Written when a migration is accepted or changed, read when a run begins and by the API.
#pragma once

#include <string>
#include <string_view>

#include "service/lists/choices.hpp"
#include "text/json.hpp"

namespace postferry::service {

text::json::Object to_json(const WrittenChoices& choices);
// What is no choice is passed over.
WrittenChoices choices_in(const text::json::Object& object);

std::string stored(const WrittenChoices& choices);
WrittenChoices read_stored(std::string_view text);

}  // namespace postferry::service
