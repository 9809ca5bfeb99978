// The resources of /api/v1 about what is moved: one function a resource, each in a file of its own,
// called once at the start.
//
// The routes, what they demand and what they give are described by the OpenAPI document. `planning`
// lives as long as the router.
#pragma once

#include "api/planning.hpp"
#include "api/router.hpp"

namespace postferry::api {

void add_migrations(Router& router, Planning& planning);  // and their folders, runs, logs, errors
void add_batches(Router& router, Planning& planning);
void add_lists(Router& router, Planning& planning);     // the formal check, and examples
void add_checks(Router& router, Planning& planning);    // of credentials
void add_accounts(Router& router, Planning& planning);  // quick selection
void add_info(Router& router, Planning& planning);
void add_proposals(Router& router, Planning& planning);  // of servers
void add_settings(Router& router, Planning& planning);   // of the installation
void add_overview(Router& router, Planning& planning);
void add_events(Router& router, Planning& planning);  // server-sent events

// All of them.
void add_planning_resources(Router& router, Planning& planning);

}  // namespace postferry::api
