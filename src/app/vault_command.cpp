#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/service_place.hpp"
#include "app/state_lock.hpp"
#include "app/vault_check.hpp"
#include "service/kept_secrets.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/secrets.hpp"
#include "storage/vault_keys.hpp"

namespace postferry::app {
namespace {

using storage::catalog::Catalog;
using storage::catalog::Reach;

// The service that runs holds the keys it has read, and would seal with one that is dropped.
StateLock hold(const ServicePlace& place) {
  auto lock = StateLock::take(place.configuration.state);
  if (lock) return *std::move(lock);
  throw Failure(Error{.code = ErrorCode::bad_usage,
                      .text = "The service runs. Stop it, change the vault, and start it again.",
                      .where = {}});
}

// Without the passwords that these keys have sealed. Of how many owners.
std::size_t wipe_under(soci::session& session, const std::vector<std::string>& keys) {
  std::size_t count = 0;
  for (const auto& key : keys) {
    for (const auto& owner : storage::catalog::wipe_secrets_under_key(session, key)) {
      ++count;
      auto row = find_migration(session, Reach::everything(), owner);
      if (!row) continue;
      row->passwords_until = {};
      replace(session, *row);
    }
  }
  return count;
}

}  // namespace

engine::Exit vault_rotate_command(const CommandLine& line, const Console& console) {
  const auto place = service_place(line.serve);
  if (!place) return console.fail(place.error(), line.output);
  const auto lock = hold(*place);
  const auto file = key_file_of(place->configuration);
  Catalog catalog(place->database, 1);
  demand_vault_keys(catalog, file);
  // Whenever this is cut short, the file holds all keys that are in use; the next call goes on.
  const auto key = storage::add_vault_key(file);
  const storage::Vault vault(storage::read_vault_keys(file));
  const auto sealed = await_alone(service::seal_anew(catalog, vault));
  if (!sealed) return console.fail(sealed.error(), line.output);
  storage::drop_old_vault_keys(file);
  console.out.line(fmt::format(
      "The vault has a new key, {}. Stored passwords that were sealed anew: {}. Back up {} again: "
      "older copies of it open only older copies of the database.",
      key, *sealed, file.string()));
  return engine::Exit::complete;
}

engine::Exit vault_reset_command(const CommandLine& line, const Console& console) {
  const auto place = service_place(line.serve);
  if (!place) return console.fail(place.error(), line.output);
  const auto lock = hold(*place);
  const auto file = key_file_of(place->configuration);
  Catalog catalog(place->database, 1);
  const auto missing = missing_vault_keys(catalog, file);
  if (missing.empty()) {
    console.out.line("The key file opens all stored passwords; there is nothing to delete.");
    return engine::Exit::complete;
  }
  if (line.operation.consent == Consent::missing)
    return console.fail(
        Error{.code = ErrorCode::bad_usage,
              .text = "This deletes for ever the stored passwords that the key file does not open. "
                      "Write --yes if a copy of the right key file is nowhere to be found.",
              .where = {}},
        line.output);
  storage::make_vault_keys(file);
  const auto count = await_alone(
      catalog.change([missing](soci::session& session) { return wipe_under(session, missing); }));
  console.out.line(fmt::format(
      "Deleted what nobody can open any more: the passwords of {}. Start the service, then enter "
      "them again: each migration asks for its own, the settings for those of your servers.",
      count == 1 ? "1 owner" : fmt::format("{} owners", count)));
  return engine::Exit::complete;
}

}  // namespace postferry::app
