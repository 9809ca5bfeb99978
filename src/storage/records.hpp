// What the journal remembers: account pairs, runs, folders, placements, intents and acts.
//
// Written and read by the engine through storage/journal.hpp. Ids are the database's own and never
// leave it. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "mail/folder.hpp"
#include "mail/placement.hpp"

namespace postferry::storage {

enum class PairId : std::int64_t {};
enum class RunId : std::int64_t {};
enum class FolderId : std::int64_t {};
enum class IntentId : std::int64_t {};
enum class LeaseEpoch : std::int64_t {};

// The canonical account pair: not the URL's spelling. "user@host:port" with the host in lower case.
struct AccountPair {
  std::string source;
  std::string target;
  bool operator==(const AccountPair&) const = default;
};

// A hold on a pair. Every durable write names it and fails with lease_lost when it is stale.
struct Lease {
  PairId pair{};
  LeaseEpoch epoch{};
};

struct FolderRecord {
  FolderId id{};
  mail::FolderPath source_path;
  mail::FolderPath target_path;
  mail::Generation source_generation;
  mail::Generation target_generation;
  mail::Checkpoint source_checkpoint;  // all up to here is settled; the beginning when it is not
  mail::Checkpoint target_checkpoint;  // the target as it was verified last
  std::string renamed_because;         // why target_path differs from the wish; may be empty
};

enum class PlacementState : std::uint8_t {
  brought,    // we appended it
  was_there,  // recognised on the target
  excluded,   // by the rule named in `note`
  failed,     // `code`, and the server's words in `note`; tried again by later runs
  doubtful,   // nobody can tell whether the target stored it
};

// Whether the source still shows it; what vanished there stays on the target and out of the counts.
enum class Standing : std::uint8_t { present, vanished };

struct PlacementRecord {
  mail::ItemId source;
  std::optional<mail::ItemId> target;
  PlacementState state = PlacementState::brought;
  Standing standing = Standing::present;
  std::optional<mail::Digest> digest;  // of the source's bytes, once read
  mail::Fingerprint fingerprint;
  mail::Flags flags;  // as source and target agreed last: the base of the three-way merge
  mail::Received received;
  std::uint64_t size_bytes = 0;
  std::optional<ErrorCode> code;
  std::string note;
};

// Where an item that stands present and is settled has its copy.
struct Location {
  mail::ItemId source;
  mail::ItemId target;  // empty: known to be stored, not known where
  PlacementState state = PlacementState::brought;
};

// Whether the item is never copied again.
constexpr bool is_settled(PlacementState state) {
  return state == PlacementState::brought || state == PlacementState::was_there ||
         state == PlacementState::doubtful;
}

// What one append is about to send.
struct IntendedItem {
  mail::ItemId source;
  mail::Received received;  // as we send it
  std::uint64_t size_bytes = 0;
};

struct Intent {
  IntentId id{};
  FolderId folder{};
  mail::Generation target_generation;
  mail::Checkpoint mark;  // the target's state before the append
  std::vector<IntendedItem> items;
};

enum class ActKind : std::uint8_t { create, subscribe, append, place, replace, set_flags, rebind };

// One thing done to the target beyond appending, with what undoes it.
struct Act {
  ActKind kind = ActKind::create;
  FolderId folder{};
  std::optional<mail::ItemId> item;  // the target's id
  std::string before;
  std::string after;
};

struct RunRecord {
  RunId id{};
  std::uint64_t number = 0;  // among the pair's runs, from 1
  Instant started{};
  std::optional<Instant> ended;
  std::string options;  // canonical text: equal texts mean equal options
  std::string outcome;  // the stable name of the exit; empty while it runs
  std::string summary;  // the sentence that decided
};

struct StateCount {
  FolderId folder{};
  PlacementState state = PlacementState::brought;
  std::string note;  // the rule, for excluded; else empty
  std::uint64_t items = 0;
  std::uint64_t size_bytes = 0;
};

// Messages that the source still shows, by what became of them.
struct StateTotals {
  std::uint64_t brought = 0;
  std::uint64_t was_there = 0;
  std::uint64_t excluded = 0;
  std::uint64_t failed = 0;
  std::uint64_t doubtful = 0;
  bool operator==(const StateTotals&) const = default;
};

struct PairStatus {
  PairId id{};
  AccountPair accounts;
  std::optional<RunRecord> last_run;
  std::optional<RunRecord> last_complete;  // the last that brought everything
  std::string holder;                      // who holds the lease now, or empty
};

}  // namespace postferry::storage
