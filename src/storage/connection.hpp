// Connection: the one open database of a journal, its transaction, and the prepared statements of
// the tables that are written at full speed.
//
// Belongs to the writer's thread (database.hpp), which hands it to each request; the requests are
// the functions of the other files here. A Failure that a request throws before it has written
// anything is that request's alone; whatever the database throws ends the whole transaction.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/error.hpp"
#include "storage/dialect.hpp"
#include "storage/records.hpp"

namespace postferry::storage {

class Leases;
class Placements;
class Intents;

class Connection {
 public:
  // Opens or makes `file` (mode 0600) and brings its schema up to date.
  explicit Connection(std::filesystem::path file);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void begin(dialect::Sync sync);
  void begin_reading();
  void commit();
  void rollback() noexcept;
  // The commit of this transaction syncs all that was committed before without.
  void demand_sync();
  // Moves the log into the database file once it has grown; between transactions.
  void tidy();

  soci::session& session() { return *session_; }
  Leases& leases() { return *leases_; }
  Placements& placements() { return *placements_; }
  Intents& intents() { return *intents_; }

  // Failure lease_lost unless the lease is the pair's latest and not freed.
  void demand(Lease lease);
  // A lease was taken or freed in this transaction.
  void leases_changed() { demanded_.clear(); }
  // The placements of this folder change: its tally is out of date.
  void untally(FolderId folder);

  Error explain(const std::exception& exception);

 private:
  std::filesystem::path file_;
  int log_pages_ = 0;
  int log_pages_at_checkpoint_ = 0;
  std::unique_ptr<soci::session> session_;
  dialect::Sync sync_ = dialect::Sync::now;
  std::vector<Lease> demanded_;      // in this transaction
  std::vector<FolderId> untallied_;  // in this transaction
  std::unique_ptr<Leases> leases_;
  std::unique_ptr<Placements> placements_;
  std::unique_ptr<Intents> intents_;
};

}  // namespace postferry::storage
