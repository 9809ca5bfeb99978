#include "app/vault_check.hpp"

#include <optional>

#include "app/service_place.hpp"
#include "service/kept_secrets.hpp"
#include "storage/catalog/secrets.hpp"
#include "storage/vault_keys.hpp"

namespace postferry::app {

std::vector<std::string> missing_vault_keys(storage::catalog::Catalog& catalog,
                                            const std::filesystem::path& key_file) {
  const auto samples = await_alone(catalog.look(
      [](soci::session& session) { return storage::catalog::one_secret_of_each_key(session); }));
  std::optional<storage::Vault> vault;
  if (std::filesystem::exists(key_file)) vault.emplace(storage::read_vault_keys(key_file));
  std::vector<std::string> missing;
  for (const auto& sample : samples)
    if (!vault || !service::opened(*vault, sample)) missing.push_back(sample.key);
  return missing;
}

void demand_vault_keys(storage::catalog::Catalog& catalog, const std::filesystem::path& key_file) {
  if (missing_vault_keys(catalog, key_file).empty()) return;
  const std::string what = std::filesystem::exists(key_file)
                               ? "The database holds passwords that this key file does not open. "
                               : "The database holds stored passwords, and the key file that opens "
                                 "them is gone. ";
  throw Failure(Error{.code = ErrorCode::file_unreadable,
                      .text = what +
                              "Bring the right file back from your backup. If it is lost for good, "
                              "postferry vault reset deletes those passwords, and people enter "
                              "theirs again.",
                      .where = key_file.string()});
}

}  // namespace postferry::app
