// What the resources of migrations share: which one is meant, and who may see it.
//
// Used by the files of /api/v1/migrations. One thread.
#pragma once

#include "api/call.hpp"
#include "api/people_json.hpp"
#include "api/planning.hpp"
#include "api/router.hpp"
#include "storage/catalog/migrations.hpp"

namespace postferry::api {

// The migration {id} of the path, where the caller reaches it. Throws Declined: 404.
Task<storage::catalog::MigrationRow> migration_at(Planning& planning, const Call& call);

// The query's view, state, q, batch and sort as the catalog takes them. Throws Declined: 400.
storage::catalog::MigrationQuery migration_query(const net::HttpRequest& request);

// The migration as it is answered, with its ETag.
net::HttpResponse migration_response(const Planning& planning,
                                     const storage::catalog::MigrationRow& row, const Names& names);
// With the name of who planned it.
Task<net::HttpResponse> migration_response(Planning& planning, service::Actor actor,
                                           storage::catalog::MigrationRow row);

// The routes, a file each; all are added by add_migrations().
void add_migration_plans(Router& router, Planning& planning);    // POST, PATCH, DELETE
void add_migration_actions(Router& router, Planning& planning);  // pause, resume, passwords, ...
void add_migration_records(Router& router, Planning& planning);  // folders, runs, errors, logs
void add_migrations_csv(Router& router, Planning& planning);

}  // namespace postferry::api
