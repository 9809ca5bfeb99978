// ManyPlacements: the statements that touch many placements of a folder at once, as fast as the
// database takes them: SQLite row by row from columns bound once, PostgreSQL all in one statement
// from arrays, because each statement is a way to the server and back.
//
// Kept by placements.cpp, on the writer's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "storage/records.hpp"

namespace postferry::storage {

class Connection;

// What one statement takes at once; bounds the memory that it keeps.
inline constexpr std::size_t most_placements = 512;

class ManyPlacements {
 public:
  virtual ~ManyPlacements() = default;
  ManyPlacements(const ManyPlacements&) = delete;
  ManyPlacements& operator=(const ManyPlacements&) = delete;

  // Each takes up to most_placements. Of two records with one source id the later stays.
  virtual void write(FolderId folder, RunId run, std::span<const PlacementRecord> records) = 0;
  virtual void set_standing(FolderId folder, std::span<const mail::ItemId> sources,
                            Standing standing) = 0;
  virtual void lookup(FolderId folder, std::span<const mail::ItemId> sources,
                      std::vector<PlacementRecord>& records) = 0;

 protected:
  ManyPlacements() = default;
};

std::unique_ptr<ManyPlacements> many_placements_by_row(Connection& connection);
std::unique_ptr<ManyPlacements> many_placements_by_array(Connection& connection);

// What an INSERT of placements does with those that are there.
inline constexpr std::string_view replace_placements =
    "ON CONFLICT (folder_id, source_id) DO UPDATE SET run_id = excluded.run_id, "
    "state = excluded.state, standing = excluded.standing, size_bytes = excluded.size_bytes, "
    "note = excluded.note, system_flags = excluded.system_flags, keywords = excluded.keywords, "
    "code = excluded.code, received = excluded.received, zone = excluded.zone, "
    "target_id = excluded.target_id, fingerprint = excluded.fingerprint, "
    "digest = excluded.digest";

}  // namespace postferry::storage
