// The journal: what was meant to happen and what became of it, so that a killed run goes on without
// a duplicate and without a loss. One database for all account pairs, SQLite or PostgreSQL.
//
// Called by the engine from its own thread; the database lives on one writer thread with group
// commit, and every call is awaitable on the caller's executor. intend() is durable (one fdatasync)
// when it returns; settle() and record() are ordered before every later durable call and may be
// lost by a crash, because they can be found again. Failures: state_broken, disk_full, lease_lost.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "storage/address.hpp"
#include "storage/records.hpp"

namespace postferry::storage {

class Database;
struct PairLook;  // storage/pair_look.hpp

class Journal {
 public:
  // Opens or makes `folder`/journal.db (mode 0600) and brings its schema up to date.
  explicit Journal(const std::filesystem::path& folder);
  // The same in any database. The folder of a SQLite file is made, a PostgreSQL database must exist
  // and may be shared with others.
  explicit Journal(const DatabaseAddress& address);
  ~Journal();  // commits what is pending
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  Task<PairId> pair(AccountPair accounts);
  Task<std::vector<PairStatus>> pairs();
  // How far these accounts are; nothing where no run of them was ever begun. Writes nothing, so
  // that looking disturbs no run.
  Task<std::optional<PairLook>> look(AccountPair accounts);

  // Error lease_held, naming the holder and since when. A holder on this machine whose process is
  // dead is succeeded at once, another's lease when it runs out; renew() moves its end.
  Task<Result<Lease>> acquire(PairId pair);
  Task<> renew(Lease lease);
  Task<> release(Lease lease);

  // Erases all that was written of this pair, its names and the lease with it.
  Task<> forget(Lease lease);

  // Remembered facts of a pair: server identities, learned traits. Empty when never written.
  Task<std::string> fact(PairId pair, std::string name);
  Task<> remember(Lease lease, std::string name, std::string value);

  Task<RunId> begin_run(Lease lease, std::string options);
  Task<> end_run(Lease lease, RunId run, std::string outcome, std::string summary);
  Task<std::vector<RunRecord>> runs(PairId pair);  // newest first

  Task<std::vector<FolderRecord>> folders(PairId pair);
  // Adds the folder when its id is 0, else replaces the record; gives it back with its id. Ordered
  // before every later durable call, like all that is not durable itself.
  Task<FolderRecord> put_folder(Lease lease, FolderRecord folder);

  // Durable before it returns: the batch may be sent. Failure{lease_lost} on a stale lease.
  Task<IntentId> intend(Lease lease, RunId run, Intent intent);
  // Outcomes of a batch as they come; never waits. settle() closes the intent.
  void note_outcomes(Lease lease, RunId run, FolderId folder, std::vector<PlacementRecord> records);
  void settle(Lease lease, IntentId intent);
  Task<std::vector<Intent>> open_intents(PairId pair);

  // Writes an act that was done; never waits.
  void record(Lease lease, RunId run, Act act);
  // Everything handed over before is durable when it returns.
  Task<> flush();

  // The records of these source ids, in any order; unknown ids are left out.
  Task<std::vector<PlacementRecord>> lookup(FolderId folder, std::vector<mail::ItemId> sources);
  // Up to `limit` records with source ids above `after` (empty: from the first), in the order of
  // the ids' bytes.
  Task<std::vector<PlacementRecord>> page(FolderId folder, mail::ItemId after, std::size_t limit);
  // The same for what failed and stands present.
  Task<std::vector<PlacementRecord>> failures(FolderId folder, mail::ItemId after,
                                              std::size_t limit);
  // The same for what is brought or was there and stands present; much cheaper than page().
  Task<std::vector<Location>> locations(FolderId folder, mail::ItemId after, std::size_t limit);
  // The target ids that placements of this pair map to in any folder with this target path.
  Task<std::vector<mail::ItemId>> mapped(PairId pair, mail::FolderPath target_path);
  Task<std::vector<StateCount>> counts(PairId pair);  // of what stands present
  // The same over all folders; writes nothing, so that looking disturbs nobody.
  Task<StateTotals> totals(PairId pair);

  void set_standing(Lease lease, FolderId folder, std::vector<mail::ItemId> sources,
                    Standing standing);
  void set_base_flags(Lease lease, FolderId folder, mail::ItemId source, mail::Flags flags);
  void set_target(Lease lease, FolderId folder, mail::ItemId source,
                  std::optional<mail::ItemId> target);
  // Removes the records of a folder's old generation and writes those of the new, as one change
  // that is durable when it returns.
  Task<> rebind(Lease lease, RunId run, FolderRecord folder, std::vector<PlacementRecord> records);

 private:
  std::unique_ptr<Database> database_;
};

}  // namespace postferry::storage
