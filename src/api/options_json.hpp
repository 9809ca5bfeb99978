// What a migration leaves out and under which names its folders arrive, as /api/v1 writes it:
//
//   {"leave_out":["trash"],"max_size_bytes":52428800,"skip_folders":["Lists/*"],
//    "translate":[{"from":"Old","to":"Archive/Old"}]}
//
// and, where somebody has chosen them, "include", "into", "since", "before", "connections",
// "limit_rate", "accept_dates" and "accept_new_server", as the command line calls them. Pure
// functions, any thread.
#pragma once

#include "api/body_fields.hpp"
#include "service/lists/choices.hpp"
#include "text/json.hpp"

namespace postferry::api {

// What is wrong is told in the fields; what is then given is not to be used.
service::WrittenChoices options_in(BodyFields& fields);

text::json::Object options_json(const service::WrittenChoices& choices);

}  // namespace postferry::api
