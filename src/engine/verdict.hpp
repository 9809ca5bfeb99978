// Verdict: how a run ended, in numbers and in the one sentence that decides; and the stable exit
// codes that agree with it. Made by the Run from the journal and one fresh listing of every target
// folder; printed by the command line. Values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "mail/folder_path.hpp"
#include "mail/item_id.hpp"

namespace postferry::engine {

// Documented in docs/exit-codes.md; never renumbered.
enum class Exit : std::uint8_t {
  complete = 0,
  incomplete = 1,  // some messages failed or are doubtful, or folders could not be made
  bad_usage = 2,
  source_login = 3,
  target_login = 4,
  cannot_connect = 5,
  tls = 6,
  target_full = 7,
  lease_held = 8,
  wrong_account = 9,    // same account, or not the server of the first run
  needs_decision = 10,  // the target ignores dates
  state = 11,           // the journal or its disk
  internal = 12,
  different = 13,  // verify found a difference
  interrupted = 130,
};

struct FailedMessage {
  mail::FolderPath folder;
  mail::ItemId item;
  ErrorCode code = ErrorCode::content_refused;
  std::string text;  // the server's own words
};

// The seven states add up to `messages`; `new_since` is beside them.
struct Verdict {
  std::string source;  // "alice@old.example"
  std::string target;
  std::uint64_t messages = 0;  // at the source, now, in all folders
  std::uint64_t brought = 0;
  std::uint64_t was_there = 0;
  std::map<std::string, std::uint64_t> excluded;  // by rule
  std::uint64_t moved_or_removed = 0;  // there once, by their owner moved or removed since
  std::uint64_t failed = 0;
  std::uint64_t doubtful = 0;
  std::uint64_t missing = 0;     // neither of these: NOT there
  std::uint64_t new_since = 0;   // arrived at the source while the run went on
  std::uint64_t copied_now = 0;  // by this run
  std::uint64_t copied_now_bytes = 0;
  std::uint64_t flags_changed_now = 0;
  std::map<std::string, std::uint64_t> keywords_dropped;  // by name
  std::vector<FailedMessage> failures;                    // at most `most_failures` are listed
  std::vector<std::string> folders_not_made;
  std::optional<Error> stopped_by;  // what ended the run early

  static constexpr std::size_t most_failures = 1000;

  // Adds the counts and the failures of one folder.
  void add(const Verdict& folder);
  Exit exit() const;
  // "All 18,204 messages of alice@old.example are on alice@new.example: 18,201 brought, 3 were
  // there."
  std::string sentence() const;
};

struct ExitEntry {
  Exit exit;
  std::string_view name;     // "complete": stable, for scripts and the journal
  std::string_view meaning;  // a sentence
};

// All exits in the order of their numbers.
std::span<const ExitEntry> exit_catalog();
std::string_view exit_name(Exit exit);
// How a program ends that this error ended.
Exit exit_for(const Error& error);

}  // namespace postferry::engine
