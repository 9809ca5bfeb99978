#include "storage/pair_look.hpp"

#include <fmt/format.h>
#include <set>
#include <soci/soci.h>
#include <utility>

#include "storage/folders.hpp"

namespace postferry::storage {
namespace {

std::optional<PairId> pair_of(Connection& connection, const AccountPair& accounts) {
  auto& session = connection.session();
  const auto source = connection.dialect().to_column(accounts.source);
  const auto target = connection.dialect().to_column(accounts.target);
  long long id = 0;
  session << "SELECT id FROM account_pair WHERE source = :source AND target = :target",
      soci::use(source), soci::use(target), soci::into(id);
  if (!session.got_data()) return std::nullopt;
  return PairId(id);
}

std::vector<StateCount> counts_of(Connection& connection, PairId pair) {
  const auto pair_id = static_cast<long long>(pair);
  long long folder = 0;
  long long state = 0;
  long long items = 0;
  long long size = 0;
  soci::statement rows =
      (connection.session().prepare << fmt::format(
           "SELECT folder_id, state, CAST(sum(items) AS BIGINT), CAST(sum(size_bytes) AS BIGINT) "
           "FROM (SELECT folder_id, state, items, size_bytes FROM tally WHERE folder_id IN "
           "(SELECT id FROM folder WHERE pair_id = :pair AND tallied = 1) "
           "UNION ALL SELECT folder_id, state, count(*), sum(size_bytes) FROM placement "
           "WHERE folder_id IN (SELECT id FROM folder WHERE pair_id = :again AND tallied = 0) "
           "AND standing = {} GROUP BY folder_id, state) AS each_state "
           "GROUP BY folder_id, state ORDER BY folder_id, state",
           static_cast<int>(Standing::present)),
       soci::use(pair_id), soci::use(pair_id), soci::into(folder), soci::into(state),
       soci::into(items), soci::into(size));
  std::vector<StateCount> counts;
  for (bool more = rows.execute(true); more; more = rows.fetch())
    counts.push_back({.folder = FolderId(folder),
                      .state = static_cast<PlacementState>(state),
                      .note = {},
                      .items = static_cast<std::uint64_t>(items),
                      .size_bytes = static_cast<std::uint64_t>(size)});
  return counts;
}

// The words for one of them.
std::string note_of(Connection& connection, const Trouble& trouble) {
  const auto folder_id = static_cast<long long>(trouble.folder);
  const auto state = static_cast<long long>(trouble.state);
  std::string note;
  connection.session() << fmt::format(
      "SELECT note FROM placement WHERE folder_id = :folder AND standing = {} AND "
      "state = :state AND code = :code LIMIT 1",
      static_cast<int>(Standing::present)),
      soci::use(folder_id), soci::use(state), soci::use(trouble.code), soci::into(note);
  return connection.session().got_data() ? connection.dialect().from_column(note) : std::string();
}

std::vector<Trouble> trouble_in(Connection& connection, FolderId folder) {
  const auto folder_id = static_cast<long long>(folder);
  long long state = 0;
  long long items = 0;
  std::string code;
  soci::statement rows =
      (connection.session().prepare << fmt::format(
           "SELECT state, code, count(*) FROM placement WHERE folder_id = :folder AND "
           "standing = {} AND state IN ({}, {}) GROUP BY state, code ORDER BY state, code",
           static_cast<int>(Standing::present), static_cast<int>(PlacementState::failed),
           static_cast<int>(PlacementState::doubtful)),
       soci::use(folder_id), soci::into(state), soci::into(code), soci::into(items));
  std::vector<Trouble> trouble;
  for (bool more = rows.execute(true); more; more = rows.fetch())
    trouble.push_back({.folder = folder,
                       .state = static_cast<PlacementState>(state),
                       .code = code,
                       .items = static_cast<std::uint64_t>(items),
                       .note = {}});
  for (auto& each : trouble) each.note = note_of(connection, each);
  return trouble;
}

}  // namespace

std::optional<PairLook> look_at(Connection& connection, const AccountPair& accounts) {
  const auto pair = pair_of(connection, accounts);
  if (!pair) return std::nullopt;
  PairLook look{.folders = folders_of(connection, *pair),
                .counts = counts_of(connection, *pair),
                .trouble = {}};
  // Only folders that have any are read through.
  std::set<FolderId> troubled;
  for (const auto& count : look.counts)
    if (count.state == PlacementState::failed || count.state == PlacementState::doubtful)
      troubled.insert(count.folder);
  for (const auto folder : troubled)
    for (auto& each : trouble_in(connection, folder)) look.trouble.push_back(std::move(each));
  return look;
}

}  // namespace postferry::storage
