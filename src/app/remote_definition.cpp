// Commands that ask a running service, and what other commands have beside for it.
#include "app/option_words.hpp"

namespace postferry::app {
namespace {

void ids_of_migrations(CLI::App& command, WrittenOptions& written) {
  command.add_option("ID", written.ids, "The migration's id; several are several arguments.")
      ->required();
}

void as_json(CLI::App& command, WrittenOptions& written) {
  flag(command, "--json", written.json, groups::output, "What the service says, as JSON.");
}

void define_api(CLI::App& app, WrittenOptions& written) {
  auto& api = *app.add_subcommand("api", "Ask a service anything that its REST API knows.");
  api.add_option("METHOD", written.method, "GET, POST, PUT, PATCH or DELETE.")
      ->type_name("GET|POST|PUT|PATCH|DELETE")
      ->required();
  api.add_option("PATH", written.path, "A path below /api/v1, such as /batches?limit=10.")
      ->required();
  api.add_option("FILE", written.body,
                 "The file with what is sent, as JSON; - for the standard "
                 "input. Without it, nothing is sent.");
  value(api, "--if-match", written.if_match, "ETAG", groups::service,
        "Change only what has this ETag, as the field etag shows it.");
  value(api, "--idempotency-key", written.idempotency_key, "KEY", groups::service,
        "What was planned with this key is not planned again.");
}

}  // namespace

void define_remote(CLI::App& app, WrittenOptions& written) {
  value(app, "--server", written.server, "URL", groups::service,
        "Ask the service there (https://HOST[:PORT]), as whom the token in POSTFERRY_TOKEN names: "
        "migrations, show, log, pause, resume, cancel, run, copy, batch run and api.");
  define_api(app, written);
  auto& migrations = *app.add_subcommand("migrations", "Show the migrations of a service.");
  value(migrations, "--state", written.states, "STATES", groups::service,
        "Only those in these states, separated by commas: waiting, running, waiting_for_next, "
        "paused, throttled, failed, complete, incomplete, cancelled.");
  value(migrations, "--search", written.search, "TEXT", groups::service,
        "Only those with this text in an address or a server.");
  as_json(migrations, written);
  auto& show = *app.add_subcommand("show", "Show one migration of a service with its folders.");
  ids_of_migrations(show, written);
  as_json(show, written);
  for (const auto& [name, description] :
       {std::pair{"pause", "Pause migrations of a service."},
        std::pair{"resume", "Let paused migrations of a service go on."},
        std::pair{"cancel", "Cancel migrations of a service for good."}}) {
    auto& command = *app.add_subcommand(name, description);
    ids_of_migrations(command, written);
    as_json(command, written);
  }
  auto& run = *app.add_subcommand("run", "Run migrations of a service again, now.");
  ids_of_migrations(run, written);
  define_waiting(run, written);
  as_json(run, written);
}

void define_waiting(CLI::App& command, WrittenOptions& written) {
  flag(command, "--wait", written.wait, groups::service,
       "With --server: wait until the last planned run has ended, and exit as it did.");
}

}  // namespace postferry::app
