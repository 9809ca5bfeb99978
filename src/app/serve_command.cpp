#include <fmt/format.h>
#include <sys/stat.h>

#include "app/commands.hpp"
#include "app/service_database.hpp"
#include "app/service_place.hpp"
#include "app/serving.hpp"
#include "app/state_lock.hpp"
#include "app/vault_check.hpp"

namespace postferry::app {
namespace {

// All that the service writes is for its owner's eyes only.
void make_state_folder(const std::filesystem::path& folder) {
  ::umask(077);
  std::error_code wrong;
  std::filesystem::create_directories(folder, wrong);
  if (!wrong && std::filesystem::is_directory(folder)) return;
  throw Failure(Error{.code = ErrorCode::state_broken,
                      .text = "The folder cannot be made: " + wrong.message(),
                      .where = folder.string()});
}

StateLock hold(const std::filesystem::path& state) {
  auto lock = StateLock::take(state);
  if (lock) return *std::move(lock);
  throw Failure(Error{.code = ErrorCode::bad_usage,
                      .text = "A service runs with this folder already.",
                      .where = state.string()});
}

// Else the service would make a new key, and nobody would notice before the first run.
void demand_vault_keys(const Configuration& configuration,
                       const storage::DatabaseAddress& database) {
  storage::catalog::Catalog catalog(database, 1);
  app::demand_vault_keys(catalog, key_file_of(configuration));
}

}  // namespace

engine::Exit serve_command(const CommandLine& line, const Console& console) {
  auto configuration = configuration_of(line.serve);
  if (!configuration) return console.fail(configuration.error(), line.output);
  make_state_folder(configuration->state);
  const auto lock = hold(configuration->state);
  const auto database = database_address(configuration->database, configuration->state);
  if (!database) return console.fail(database.error(), line.output);
  demand_vault_keys(*configuration, *database);
  Serving serving(*std::move(configuration), *database, console.err);
  lock.tell(serving.service.public_url);
  run_service(serving, console.out);
  return engine::Exit::complete;
}

engine::Exit config_check_command(const CommandLine& line, const Console& console) {
  const auto& file = line.serve.configuration;
  const auto text = configuration_text(file);
  if (!text) return console.fail(text.error(), line.output);
  const auto configuration = parse_configuration(*text);
  if (configuration) {
    console.out.line(fmt::format("{} is good.", file.string()));
    return engine::Exit::complete;
  }
  for (const auto& fault : configuration.error())
    console.out.line(fmt::format("{}:{}: {}{}{}", file.string(), fault.line, fault.key,
                                 fault.key.empty() ? "" : ": ", fault.text));
  return engine::Exit::bad_usage;
}

}  // namespace postferry::app
