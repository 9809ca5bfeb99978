#include "service/own_server.hpp"

#include <string>
#include <utility>

#include "service/kept_secrets.hpp"
#include "service/run_room.hpp"
#include "storage/catalog/secrets.hpp"

namespace postferry::service {

Task<std::optional<Login>> own_server_login(storage::catalog::Catalog& catalog,
                                            const storage::Vault& vault, Settings settings) {
  auto server = own_server_of(settings);
  if (!server || server->master.empty()) co_return std::nullopt;
  const auto row = co_await catalog.look([](soci::session& session) {
    return find_secret(session, storage::catalog::Reach::everything(), own_server_secret, "target");
  });
  if (!row) co_return std::nullopt;
  auto password = opened(vault, *row);
  if (!password) throw Failure(password.error());
  const auto number = number_of(*password);
  co_return Login{*std::move(server), *std::move(password), number};
}

std::optional<OwnServer> own_server_of_lists(const Settings& settings,
                                             StoredCredential credential) {
  const auto server = own_server_of(settings);
  if (!server) return std::nullopt;
  return OwnServer{.server = server->endpoint, .credential = credential};
}

void fill_own_server(std::vector<Draft>& drafts, const Settings& settings,
                     StoredCredential credential) {
  const auto server = own_server_of(settings);
  if (!server) return;
  for (auto& draft : drafts) {
    if (draft.target_kind != TargetKind::own) continue;
    draft.target.server = server->endpoint;
    draft.target.fingerprint = server->policy.fingerprint;
    if (credential == StoredCredential::no) draft.target_kind = TargetKind::other;
  }
}

}  // namespace postferry::service
