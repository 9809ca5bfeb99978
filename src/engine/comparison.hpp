// Comparison: two accounts held against each other without trusting the journal (postferry
// verify). Multisets a folder, by fingerprint, and by digest when deep.
//
// Reads both sides only. One thread; no exception but Failure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "engine/run.hpp"

namespace postferry::engine {

enum class Depth : std::uint8_t { headers, every_byte };

struct ComparedFolder {
  mail::FolderPath source;
  mail::FolderPath target;
  std::uint64_t same = 0;
  std::uint64_t altered = 0;  // only claimed when every byte was compared
  std::uint64_t missing = 0;  // on the source, not on the target
  std::uint64_t extra = 0;    // on the target only
  std::uint64_t excluded = 0;
  std::uint64_t flags_differ = 0;
  std::uint64_t dates_differ = 0;
  std::string rule;  // when the whole folder is excluded
};

struct Comparison {
  std::string source;
  std::string target;
  Depth depth = Depth::headers;
  std::vector<ComparedFolder> folders;
  std::vector<mail::FolderPath> extra_folders;  // on the target only

  std::uint64_t total(std::uint64_t ComparedFolder::* what) const;
  bool is_same() const {
    return total(&ComparedFolder::missing) + total(&ComparedFolder::altered) == 0;
  }
  // One sentence that decides.
  std::string sentence() const;
};

Task<Comparison> compare(RunContext context, Depth depth, const StopRequest& stop);

}  // namespace postferry::engine
