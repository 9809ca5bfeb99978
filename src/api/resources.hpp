// The resources of /api/v1 that are about people: one function a resource, each in a file of its
// own, called once at the start with what it works with.
//
// The routes, what they demand and what they give are described by the OpenAPI document. `service`
// lives as long as the router.
#pragma once

#include "api/router.hpp"
#include "api/service.hpp"

namespace postferry::api {

void add_setup(Router& router, Service& service);        // the first visit
void add_session(Router& router, Service& service);      // signing in and out
void add_me(Router& router, Service& service);           // what everybody changes of their own
void add_people(Router& router, Service& service);       // of a customer, and reset links
void add_invitations(Router& router, Service& service);  // and one-time links of both kinds
void add_tokens(Router& router, Service& service);       // of the API
void add_customers(Router& router, Service& service);
void add_credits(Router& router, Service& service);  // and licence keys
void add_audit(Router& router, Service& service);

// All of them.
void add_people_resources(Router& router, Service& service);

}  // namespace postferry::api
