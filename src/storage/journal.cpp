#include "storage/journal.hpp"

#include <utility>

#include "storage/accounts.hpp"
#include "storage/database.hpp"
#include "storage/folders.hpp"
#include "storage/forget.hpp"
#include "storage/journal_schema.hpp"
#include "storage/journal_tables.hpp"
#include "storage/pair_look.hpp"

namespace postferry::storage {

Journal::Journal(const std::filesystem::path& folder)
    : Journal(SqliteFile{folder / "journal.db"}) {}

Journal::Journal(const DatabaseAddress& address)
    : database_(
          std::make_unique<Database>(address, journal_schema(), 0, AfterFailure::stay_failed)) {}

Journal::~Journal() = default;

Task<PairId> Journal::pair(AccountPair accounts) {
  return database_->run(Care::committed, [accounts = std::move(accounts)](Connection& connection) {
    return find_or_add_pair(connection, accounts);
  });
}

Task<std::vector<PairStatus>> Journal::pairs() { return database_->run(Care::read, all_pairs); }

Task<std::optional<PairLook>> Journal::look(AccountPair accounts) {
  return database_->run(Care::read, [accounts = std::move(accounts)](Connection& connection) {
    return look_at(connection, accounts);
  });
}

Task<Result<Lease>> Journal::acquire(PairId pair) {
  return database_->run(Care::committed, [pair](Connection& connection) {
    tables_of(connection).leases_changed();
    return tables_of(connection).leases().acquire(pair);
  });
}

Task<> Journal::renew(Lease lease) {
  return database_->run(Care::committed, [lease](Connection& connection) {
    tables_of(connection).leases().renew(lease);
  });
}

Task<> Journal::release(Lease lease) {
  return database_->run(Care::committed, [lease](Connection& connection) {
    tables_of(connection).leases_changed();
    tables_of(connection).leases().free(lease);
  });
}

Task<> Journal::forget(Lease lease) {
  return database_->run(Care::durable, [lease](Connection& connection) {
    tables_of(connection).demand(lease);
    tables_of(connection).leases_changed();
    forget_pair(connection, lease.pair);
  });
}

Task<std::string> Journal::fact(PairId pair, std::string name) {
  return database_->run(Care::read, [pair, name = std::move(name)](Connection& connection) {
    return fact_of(connection, pair, name);
  });
}

Task<> Journal::remember(Lease lease, std::string name, std::string value) {
  return database_->run(Care::committed, [lease, name = std::move(name),
                                          value = std::move(value)](Connection& connection) {
    tables_of(connection).demand(lease);
    remember_fact(connection, lease.pair, name, value);
  });
}

Task<RunId> Journal::begin_run(Lease lease, std::string options) {
  return database_->run(Care::committed,
                        [lease, options = std::move(options)](Connection& connection) {
                          tables_of(connection).demand(lease);
                          return add_run(connection, lease.pair, options);
                        });
}

Task<> Journal::end_run(Lease lease, RunId run, std::string outcome, std::string summary) {
  return database_->run(Care::durable, [lease, run, outcome = std::move(outcome),
                                        summary = std::move(summary)](Connection& connection) {
    tables_of(connection).demand(lease);
    close_run(connection, run, outcome, summary);
  });
}

Task<std::vector<RunRecord>> Journal::runs(PairId pair) {
  return database_->run(Care::read,
                        [pair](Connection& connection) { return runs_of(connection, pair); });
}

Task<std::vector<FolderRecord>> Journal::folders(PairId pair) {
  return database_->run(Care::read,
                        [pair](Connection& connection) { return folders_of(connection, pair); });
}

Task<FolderRecord> Journal::put_folder(Lease lease, FolderRecord folder) {
  return database_->run(Care::committed,
                        [lease, folder = std::move(folder)](Connection& connection) mutable {
                          tables_of(connection).demand(lease);
                          folder.id = write_folder(connection, lease.pair, folder);
                          return folder;
                        });
}

Task<IntentId> Journal::intend(Lease lease, RunId run, Intent intent) {
  return database_->run(Care::durable,
                        [lease, run, intent = std::move(intent)](Connection& connection) {
                          tables_of(connection).demand(lease);
                          return tables_of(connection).intents().add(lease.pair, run, intent);
                        });
}

void Journal::note_outcomes(Lease lease, RunId run, FolderId folder,
                            std::vector<PlacementRecord> records) {
  const auto count = records.size();
  database_->defer(count,
                   [lease, run, folder, records = std::move(records)](Connection& connection) {
                     tables_of(connection).demand(lease);
                     tables_of(connection).untally(folder);
                     tables_of(connection).placements().write(folder, run, records);
                   });
}

void Journal::settle(Lease lease, IntentId intent) {
  database_->defer(1, [lease, intent](Connection& connection) {
    tables_of(connection).demand(lease);
    tables_of(connection).intents().settle(lease.pair, intent);
  });
}

Task<std::vector<Intent>> Journal::open_intents(PairId pair) {
  return database_->run(Care::read, [pair](Connection& connection) {
    return tables_of(connection).intents().open(pair);
  });
}

void Journal::record(Lease lease, RunId run, Act act) {
  database_->defer(1, [lease, run, act = std::move(act)](Connection& connection) {
    tables_of(connection).demand(lease);
    tables_of(connection).intents().record(lease.pair, run, act);
  });
}

Task<> Journal::flush() {
  return database_->run(Care::durable, [](Connection& connection) { connection.demand_sync(); });
}

Task<std::vector<PlacementRecord>> Journal::lookup(FolderId folder,
                                                   std::vector<mail::ItemId> sources) {
  return database_->run(Care::read, [folder, sources = std::move(sources)](Connection& connection) {
    return tables_of(connection).placements().lookup(folder, sources);
  });
}

Task<std::vector<PlacementRecord>> Journal::page(FolderId folder, mail::ItemId after,
                                                 std::size_t limit) {
  return database_->run(Care::read,
                        [folder, after = std::move(after), limit](Connection& connection) {
                          return tables_of(connection).placements().page(folder, after, limit);
                        });
}

Task<std::vector<PlacementRecord>> Journal::failures(FolderId folder, mail::ItemId after,
                                                     std::size_t limit) {
  return database_->run(Care::read,
                        [folder, after = std::move(after), limit](Connection& connection) {
                          return tables_of(connection).placements().failures(folder, after, limit);
                        });
}

Task<std::vector<Location>> Journal::locations(FolderId folder, mail::ItemId after,
                                               std::size_t limit) {
  return database_->run(Care::read,
                        [folder, after = std::move(after), limit](Connection& connection) {
                          return tables_of(connection).placements().locations(folder, after, limit);
                        });
}

Task<std::vector<mail::ItemId>> Journal::mapped(PairId pair, mail::FolderPath target_path) {
  return database_->run(Care::read, [pair, path = std::move(target_path)](Connection& connection) {
    return tables_of(connection).placements().mapped(pair, path);
  });
}

Task<std::vector<StateCount>> Journal::counts(PairId pair) {
  return database_->run(Care::committed, [pair](Connection& connection) {
    return tables_of(connection).placements().counts(pair);
  });
}

Task<StateTotals> Journal::totals(PairId pair) {
  return database_->run(Care::read, [pair](Connection& connection) {
    return tables_of(connection).placements().totals(pair);
  });
}

void Journal::set_standing(Lease lease, FolderId folder, std::vector<mail::ItemId> sources,
                           Standing standing) {
  const auto count = sources.size();
  database_->defer(count,
                   [lease, folder, sources = std::move(sources), standing](Connection& connection) {
                     tables_of(connection).demand(lease);
                     tables_of(connection).untally(folder);
                     tables_of(connection).placements().set_standing(folder, sources, standing);
                   });
}

void Journal::set_base_flags(Lease lease, FolderId folder, mail::ItemId source, mail::Flags flags) {
  database_->defer(1, [lease, folder, source = std::move(source),
                       flags = std::move(flags)](Connection& connection) {
    tables_of(connection).demand(lease);
    tables_of(connection).placements().set_base_flags(folder, source, flags);
  });
}

void Journal::set_target(Lease lease, FolderId folder, mail::ItemId source,
                         std::optional<mail::ItemId> target) {
  database_->defer(1, [lease, folder, source = std::move(source),
                       target = std::move(target)](Connection& connection) {
    tables_of(connection).demand(lease);
    tables_of(connection).placements().set_target(folder, source, target);
  });
}

Task<> Journal::rebind(Lease lease, RunId run, FolderRecord folder,
                       std::vector<PlacementRecord> records) {
  return database_->run(Care::durable, [lease, run, folder = std::move(folder),
                                        records = std::move(records)](Connection& connection) {
    tables_of(connection).demand(lease);
    const auto before = folder_of(connection, lease.pair, folder.id);
    tables_of(connection).untally(folder.id);
    write_folder(connection, lease.pair, folder);
    tables_of(connection).placements().erase(folder.id);
    tables_of(connection).placements().write(folder.id, run, records);
    const auto generations = [](const FolderRecord& record) {
      return std::string(record.source_generation.bytes()) + "\n" +
             std::string(record.target_generation.bytes());
    };
    tables_of(connection)
        .intents()
        .record(lease.pair, run,
                {.kind = ActKind::rebind,
                 .folder = folder.id,
                 .item = std::nullopt,
                 .before = generations(before),
                 .after = generations(folder)});
  });
}

}  // namespace postferry::storage
