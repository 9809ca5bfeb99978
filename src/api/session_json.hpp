// What a browser is given when somebody has come in: the Session and its cookie.
//
// Used by the resources that let people in: setup, session, invitations. Pure functions.
#pragma once

#include "api/service.hpp"
#include "base/secret.hpp"
#include "net/http_message.hpp"
#include "service/sign_in.hpp"
#include "text/json.hpp"

namespace postferry::api {

// Session {person, customer, csrf_token, permissions, features, installation}. `session` is empty
// for an API token, which needs no csrf_token.
text::json::Object session_json(const Service& service, const storage::catalog::PersonRow& person,
                                const storage::catalog::CustomerRow& customer,
                                service::Permissions permissions, const Secret& session);

// The same, for somebody who has just come in, with the cookie.
net::HttpResponse session_response(const Service& service, const service::SignedIn& signed_in,
                                   unsigned status);

}  // namespace postferry::api
