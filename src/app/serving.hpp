// Serving: everything that `postferry serve` keeps alive, in the order in which it is made; what is
// below uses what is above.
//
// Made and run by serve_command(). All runs on the thread of `loop` but what says otherwise; mail
// is moved on the engine's thread. A part that is added gets its member here, its routes in
// serving_routes.cpp and its beginning and end in run_service().
#pragma once

#include <string>

#include <boost/asio/io_context.hpp>

#include "api/metrics.hpp"
#include "api/planning.hpp"
#include "api/router.hpp"
#include "api/service.hpp"
#include "app/configuration.hpp"
#include "app/screen.hpp"
#include "app/serving_engine.hpp"
#include "engine/stop_request.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/mailer.hpp"
#include "service/notices/notice_room.hpp"
#include "service/people.hpp"
#include "service/plans.hpp"
#include "storage/vault.hpp"

namespace postferry::app {

struct Serving {
  // Opens the database and the vault, and listens. Failure: state_broken, file_unreadable,
  // cannot_connect.
  Serving(Configuration from, const storage::DatabaseAddress& database, const Screen& screen);
  ~Serving();
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  const Configuration configuration;
  const Screen& messages;  // for the operator
  engine::StopRequest end_of_notices;
  boost::asio::io_context loop{1};
  storage::catalog::Catalog catalog;
  storage::Vault vault;
  service::Ulids ulids;
  service::PasswordHasher hasher;
  service::LockOut lock_out;
  service::People people;
  ServingEngine engine;
  service::Throughput throughput;
  service::PlanDesk desk;
  api::Service service;
  api::Planning planning;
  net::Mailer mailer;
  net::HttpClient http;
  service::NoticeRoom notices;
  api::Router router;
  net::HttpServer server;
};

// All routes of the service.
void add_routes(Serving& serving);

// For /metrics.
Task<std::vector<api::Metric>> metrics_of(Serving& serving);

// Serves until SIGTERM or SIGINT; a second one ends the process at once. SIGHUP reads the files of
// TLS anew. `out` is told where the service is, and the link of the first visit.
void run_service(Serving& serving, const Screen& out);

// The settings as they stand in the database, and what follows from them for all parts.
Task<> take_up_settings(Serving& serving);
// What follows from the settings, and from how many customers there are.
Task<> apply_settings(Serving& serving);

// How browsers reach it where the configuration does not say.
std::string reached_at(const Configuration& configuration, std::uint16_t port);

}  // namespace postferry::app
