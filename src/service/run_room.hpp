// RunRoom: what all runs of the service share: the database, the journal, the vault, the doors, and
// where it is told what happens.
//
// Made by the command that serves, outlives every run. Used on the engine's thread; the parts that
// other threads use as well say so themselves.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "net/address_rules.hpp"
#include "service/clock.hpp"
#include "service/news.hpp"
#include "service/shared_doors.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/journal.hpp"
#include "storage/vault.hpp"

namespace postferry::service {

// The owner of the credential of the operator's own server, in the table of secrets.
inline constexpr const char* own_server_secret = "own_server";

struct RunRoom {
  storage::catalog::Catalog& catalog;
  storage::Journal& journal;
  const storage::Vault& vault;
  SharedDoors& doors;
  Stores stores;
  News& news;
  LiveBoard& board;
  std::filesystem::path logs;   // one folder a migration, one file a run
  net::AddressRules addresses;  // where names that people wrote may not lead
  Clock clock = system_clock();
  std::function<double()> chance;  // from 0 to 1
};

// "<logs>/<migration>/run-2.log".
std::filesystem::path run_log(const RunRoom& room, const std::string& migration,
                              std::int64_t number);

}  // namespace postferry::service
