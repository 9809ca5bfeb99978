#include "engine/identity.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <string>

namespace postferry::engine {
namespace {

struct Agreement {
  std::uint64_t known = 0;  // folders that both the journal and the listing have
  std::uint64_t same = 0;   // of them with the same generation
};

using Generations = std::map<mail::FolderPath, mail::Generation>;

Agreement agreement(const Generations& remembered, std::span<const mail::Folder> listed) {
  Agreement result;
  for (const auto& folder : listed) {
    const auto found = remembered.find(folder.path);
    if (found == remembered.end() || found->second.empty() || folder.generation.empty()) continue;
    ++result.known;
    if (found->second == folder.generation) ++result.same;
  }
  return result;
}

std::string identity_text(const mail::ServerIdentity& identity) {
  return fmt::format("{}\n{}", identity.vendor, identity.certificate);
}

Failure wrong_server(Side side, std::string text) {
  return Failure(
      Error{.code = ErrorCode::wrong_server, .text = std::move(text), .where = {}, .side = side});
}

// None of the folders has the generation it had: either all were renumbered, or this is another
// server; then its name or certificate tells.
Task<> check_one(const RunScope& scope, Side side, const mail::Traits& traits, const Agreement& own,
                 const Agreement& other) {
  const std::string name = side == Side::source ? "identity.source" : "identity.target";
  const auto now = identity_text(traits.identity);
  const auto then = co_await scope.journal().fact(scope.pair, name);
  const bool renumbered = own.known > 0 && own.same == 0;
  if (scope.options().accept_server == AcceptServer::no && !then.empty()) {
    if (renumbered && other.known > 0 && other.same == other.known)
      throw wrong_server(side, fmt::format("The {} now answers with the folders of the {}.",
                                           side == Side::source ? "source" : "target",
                                           side == Side::source ? "target" : "source"));
    if (renumbered && now != then)
      throw wrong_server(side, fmt::format("The server at {} is another one than at the first run.",
                                           traits.identity.peer));
  }
  if (now != then) co_await scope.journal().remember(scope.lease, name, now);
}

std::string user_of(const Account& account) {
  return account.key.substr(0, account.key.rfind('@'));
}

Failure same_account(const RunContext& context) {
  return Failure(Error{.code = ErrorCode::same_account, .text = {}, .where = context.source.name});
}

}  // namespace

void refuse_same_account(const RunContext& context, const mail::Traits& source,
                         const mail::Traits& target) {
  const bool same_key = context.source.key == context.target.key;
  const bool same_peer = !source.identity.peer.empty() &&
                         source.identity.peer == target.identity.peer &&
                         user_of(context.source) == user_of(context.target);
  if (same_key || same_peer) throw same_account(context);
}

Task<> check_servers(const RunScope& scope, const mail::Traits& source, const mail::Traits& target,
                     std::span<const mail::Folder> source_folders,
                     std::span<const mail::Folder> target_folders,
                     std::span<const storage::FolderRecord> records) {
  Generations source_then;
  Generations target_then;
  for (const auto& record : records) {
    source_then.emplace(record.source_path, record.source_generation);
    target_then.emplace(record.target_path, record.target_generation);
  }
  co_await check_one(scope, Side::source, source, agreement(source_then, source_folders),
                     agreement(target_then, source_folders));
  co_await check_one(scope, Side::target, target, agreement(target_then, target_folders),
                     agreement(source_then, target_folders));
}

}  // namespace postferry::engine
