// Quirks: in what known servers differ from the RFCs, as rows of one table. What is handled the
// same way on every server (wrong sizes, hang-ups after errors, rewritten headers) needs no row.
//
// Matched once by the session after greeting, CAPABILITY and ID; read by the session (removed
// capabilities, SELECT for EXAMINE) and by the store (everything else, for its Traits). Each row
// has a transcript under tests/replay. Constant data; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postferry::imap {

enum class Quirk : std::uint8_t {
  select_not_examine,      // EXAMINE does not settle UIDVALIDITY: SELECT instead
  flagged_lost_on_append,  // \Flagged must be STOREd afterwards
  search_missing,          // no SEARCH worth the name
  keywords_dropped,        // accepted and forgotten
  tag_keywords,            // own tags shown as NAME:FLAGn keywords, refused in APPEND
  modseq_unreliable,       // HIGHESTMODSEQ may stand still or be 0
  empty_headers,           // FETCH of header fields may come back empty
};

enum class Evidence : std::uint8_t { host, greeting, id, capability };

struct Sign {
  Evidence in;
  std::string_view text;  // found anywhere, without case; a capability must be equal, a host end so
};

struct QuirkRow {
  std::string_view name;                      // "Exchange"; "" for the row of no known server
  std::span<const Sign> signs;                // one of them is enough
  std::span<const std::string_view> removed;  // capabilities that are not to be believed
  std::span<const Quirk> quirks;
  unsigned most_connections = 0;  // of one user; 0: not known

  bool has(Quirk quirk) const noexcept;
};

using IdFields = std::vector<std::pair<std::string, std::string>>;

std::span<const QuirkRow> quirk_table();
const QuirkRow& no_quirks();

// The first row with a sign that is seen, else the empty row.
const QuirkRow& match_quirks(std::string_view host, std::string_view greeting,
                             std::span<const std::string> capabilities, const IdFields& id);

}  // namespace postferry::imap
