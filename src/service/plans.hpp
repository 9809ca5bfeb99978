// Plans: drafts that have become migrations, and what people do to them later.
//
// Called by the API for an Actor. Everything that one request changes, its count of credits and its
// entry in the audit log, is one transaction. Functions of one io_context thread; what runs is told
// through the desk, on whatever thread that needs.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/task.hpp"
#include "service/actor.hpp"
#include "service/clock.hpp"
#include "service/draft.hpp"
#include "service/news.hpp"
#include "service/people.hpp"
#include "service/refusal.hpp"
#include "service/timetable.hpp"
#include "storage/catalog/batches.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/credits.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/vault.hpp"

namespace postferry::service {

// What planning works with. Lives longer than every task that was given it.
struct PlanDesk {
  People& people;
  const storage::Vault& vault;
  News& news;
  std::function<void()> wake;                        // the scheduler: something may be due
  std::function<void(const std::string&)> stop_run;  // the run of this migration, if there is one

  storage::catalog::Catalog& catalog() const { return people.catalog; }
};

struct PlanRules {
  storage::catalog::CreditRule credit;
  std::size_t rows_of_a_batch = 500;
  std::int64_t batches_under_way = 10;
  std::optional<AccountUrl> own_server;  // with some user; its credential is in the vault
};

struct NewBatch {
  std::string name;    // "": its number
  std::string format;  // of the list
  std::string join{};  // not empty: the id of a batch that is there already, which grows
};

struct Planned {
  std::vector<MigrationRow> rows;  // in the order of the drafts
  std::optional<storage::catalog::BatchRow> batch;
};

// What else is written in the transaction that accepts, on the database's thread.
using AlsoWrite = std::function<void(soci::session&, const Planned&)>;

// Needs drafts whose credentials were checked. All are accepted, or none. Refused: not_allowed,
// not_found (the batch to join), fields_invalid, too_many, too_many_batches, no_batches_for_free,
// credits_used_up.
Task<Answer<Planned>> plan(PlanDesk& desk, Actor actor, std::vector<Draft> drafts,
                           std::optional<NewBatch> batch, PlanRules rules, AlsoWrite also = {});

enum class PlanAction : std::uint8_t { pause, resume, cancel, run_again };

// Why it was not done: it is not there, or it stands in the way.
struct PlanRefusal {
  Refused refused;
  std::optional<Objection> objection;
};
using PlanAnswer = std::expected<MigrationRow, PlanRefusal>;

Task<PlanAnswer> act(PlanDesk& desk, Actor actor, std::string id, PlanAction action,
                     Instant at = {});

struct ManyActed {
  std::vector<MigrationRow> done;
  std::vector<std::pair<std::string, PlanRefusal>> refused;  // by id
};
// Each for itself: what stands in the way of one does not hold up the others.
Task<ManyActed> act_on_all(PlanDesk& desk, Actor actor, std::vector<std::string> ids,
                           PlanAction action, Instant at = {});

// What is named changes; the rest stays as it is.
struct PlanChange {
  std::optional<Instant> first_at{};
  std::optional<std::optional<SecondRun>> second{};  // none: no second run
  std::optional<std::int64_t> further_runs{};
  std::optional<WrittenChoices> options{};  // from the next run on
};
// `version` as it was read; nothing: whatever it is. Refused with changed_meanwhile.
Task<PlanAnswer> change_plan(PlanDesk& desk, Actor actor, std::string id, PlanChange change,
                             std::optional<std::int64_t> version);
// New passwords; what failed for the old ones goes on.
Task<PlanAnswer> enter_passwords(PlanDesk& desk, Actor actor, std::string id,
                                 std::optional<Secret> source, std::optional<Secret> target);
// With its runs and passwords; only what is over.
Task<std::optional<PlanRefusal>> remove_plan(PlanDesk& desk, Actor actor, std::string id);

}  // namespace postferry::service
