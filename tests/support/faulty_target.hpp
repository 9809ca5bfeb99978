// FaultyTarget: an IMAP server in the test's own process whose faults are data. It keeps its mail
// in memory, speaks IMAP4rev1 in the clear on loopback, and can be read like any server.
//
// Used by the crash and replay tests as the target of the binary. Any user name is an account with
// password(). Runs on threads of its own; rules and mail may be touched while it runs.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::test {

// What happens at one message of an APPEND, once.
enum class Trouble : std::uint8_t {
  dies_before_literal,    // the connection ends when the literal was only announced
  dies_inside_literal,    // ... in its middle
  dies_after_literal,     // ... after all bytes; nothing is stored
  dies_after_storing,     // ... and nobody hears that it is stored
  stores_late,            // the connection ends; `late_by` afterwards it is stored after all
  says_no_after_storing,  // NO, but it is there
  stalls,                 // no answer ever, until the client goes
  throttles,              // NO Request is throttled
};

struct TroubleAt {
  int message = 1;  // the n-th message that anyone sends, from 1, retries included
  Trouble trouble = Trouble::dies_before_literal;
};

enum class Dislikes : std::uint8_t { nul, no_bytes, size, text, headless };

// A message that is never taken, and the words of the NO.
struct ContentRefusal {
  Dislikes what = Dislikes::nul;
  std::uint64_t size_bytes = 0;  // for size: more than this
  std::string text = {};         // for text: a message that holds it
  std::string words = {};
};

enum class DateHabit : std::uint8_t { keeps, future_becomes_now, all_become_now };
enum class Garbage : std::uint8_t { none, endless_line, endless_literal };

struct FaultyRules {
  std::vector<std::string> capabilities = {"LITERAL+", "UIDPLUS", "MULTIAPPEND", "NAMESPACE"};
  std::vector<TroubleAt> troubles = {};
  std::chrono::milliseconds late_by{1000};
  std::string throttle_words = "Request is throttled. Suggested Backoff Time: 1500 milliseconds";
  std::vector<ContentRefusal> refusals = {};
  std::optional<int> hangs_up_after_errors = {};        // NO or BAD in a row, in one connection
  std::optional<std::size_t> full_after_messages = {};  // then NO [OVERQUOTA]
  std::set<std::string> flags_lost_at_append = {};      // "\\Flagged"
  DateHabit dates = DateHabit::keeps;
  bool rewrites_message_ids = false;
  Garbage garbage = Garbage::none;
  std::string garbage_at = "LIST";            // the command that is answered with it
  std::set<std::string> reserved_names = {};  // CREATE is refused
  bool no_inferiors = false;
  bool folds_case = false;  // "work" is "Work"
};

// What the server has seen, over all connections.
struct FaultyCounts {
  int connections = 0;
  int messages_sent_to_it = 0;
  int stored = 0;
  int refused = 0;
  int longest_row_of_errors = 0;
  int hang_ups = 0;
};

class FaultyTarget {
 public:
  explicit FaultyTarget(FaultyRules rules = {});
  ~FaultyTarget();

  std::uint16_t port() const;
  std::string password() const { return "secret"; }
  FaultyCounts counts() const;
  void set_rules(FaultyRules rules);  // holds at once; troubles already met do not come again

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace postferry::test
