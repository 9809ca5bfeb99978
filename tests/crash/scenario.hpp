// Scenario: one situation in which a run is killed at every step. Data, in scenarios.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/support/imap_client.hpp"
#include "tests/support/mailbox_oracle.hpp"

namespace postferry::test {

using Fills = std::function<void(ImapClient& source, ImapClient& target)>;

enum class Before : std::uint8_t {
  nothing,     // the first run is killed
  whole_run,   // a first run came through, then `between` happened
  killed_run,  // a first run was killed when it had just sent its last APPEND, then `between`
};

// What the killed run leaves of its state folder.
enum class StateLeft : std::uint8_t {
  as_written,   // as after a crash of the process
  last_synced,  // as after a power failure: only what was synced
};

// What must be the same on both sides in the end.
enum class Ends : std::uint8_t {
  same,          // folder, bytes, flags and date of every message
  as_clean_run,  // what a run that nobody killed makes of it; `expects` judges that one
};

struct Scenario {
  std::string name = {};
  Fills fill = {};
  Fills between = {};
  // Between the kill and the resume. The end is then whatever each side holds more of.
  Fills meanwhile = {};
  Before before = Before::nothing;
  std::vector<std::string> hidden_at_source = {};  // capabilities
  std::vector<std::string> hidden_at_target = {};
  std::vector<std::string> options = {"--connections", "1"};
  StateLeft state_left = StateLeft::as_written;
  Ends ends = Ends::same;
  // What is wrong with the clean run's end; empty when nothing is.
  std::function<std::string(const SeenAccount& source, const SeenAccount& target)> expects = {};
  // Inside a long literal only every n-th step is tried.
  int inside_literals_every = 1;
};

const std::vector<Scenario>& scenarios();

inline void PrintTo(const Scenario& scenario, std::ostream* out) { *out << scenario.name; }

}  // namespace postferry::test
