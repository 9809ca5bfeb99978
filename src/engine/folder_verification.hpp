// FolderVerification: one folder of the source against what its folder of the target holds: what
// the journal counts, and whether each copy is where the journal says.
//
// Used by the Verifier alone. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/folder_work.hpp"
#include "engine/run_scope.hpp"
#include "engine/verdict.hpp"

namespace postferry::engine {

void add_count(const storage::StateCount& count, Verdict& verdict);

// What a folder of the target holds, and which of it is accounted for: several folders of the
// source may be merged into one.
class TargetListing {
 public:
  explicit TargetListing(std::vector<mail::ItemId> ids);

  enum class Found : std::uint8_t { nowhere, free, claimed_before };
  Found claim(const mail::ItemId& id);

 private:
  std::vector<mail::ItemId> ids_;
  std::vector<bool> claimed_;
};

class FolderVerification {
 public:
  FolderVerification(const RunScope& scope, const FolderWork& work, Verdict& verdict)
      : scope_(scope), work_(work), verdict_(verdict) {}

  // Adds to the verdict what the journal counts in this folder, and its failures.
  Task<> count(std::span<const storage::StateCount> counts);
  // After count(): takes off what is not found where the journal says it is.
  Task<> locate_all(TargetListing& there);

  std::uint64_t absent() const noexcept { return absent_; }  // settled, and not where we left it
  std::uint64_t open() const noexcept { return open_; }      // failed or doubtful

 private:
  void locate(TargetListing& there, const storage::Location& copy,
              std::vector<mail::ItemId>& doubles);
  Task<> list_failures();
  Task<> reopen(std::vector<mail::ItemId> doubles);

  const RunScope& scope_;
  const FolderWork& work_;
  Verdict& verdict_;
  std::uint64_t absent_ = 0;
  std::uint64_t open_ = 0;
};

}  // namespace postferry::engine
