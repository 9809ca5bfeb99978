// Command: one client command as the segments that go on the wire, and the writer that builds it
// (RFC 3501 section 9, RFC 7888 for LITERAL+ and LITERAL-).
//
// A session writes "tag SP", then each segment; after a segment that ends in a synchronizing
// literal's "{n}" it waits for "+" first. Secrets are marked, so that a trace shows ***. Values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "imap/wire/flags.hpp"
#include "imap/wire/uid_set.hpp"

namespace postferry::imap {

// What the server offers: every literal may go at once, those up to 4096 bytes, or none.
enum class LiteralSupport : std::uint8_t { synchronizing, minus, plus };

enum class LiteralForm : std::uint8_t { synchronizing, non_synchronizing };
LiteralForm literal_form(std::uint64_t size_bytes, LiteralSupport support) noexcept;

// What comes after a segment's last byte.
enum class Pause : std::uint8_t { none, continuation };

struct Segment {
  struct Span {
    std::size_t from = 0;
    std::size_t to = 0;
  };
  std::string bytes;
  std::vector<Span> secrets;  // ascending, apart
  Pause pause = Pause::none;
};

// The segment's bytes with every secret as "***".
std::string traced(const Segment& segment);

struct Command {
  std::string name;  // "UID FETCH": for errors and logs
  std::vector<Segment> segments;
};

// Writes arguments one after the other; each but the first in a list is preceded by a blank.
class CommandWriter {
 public:
  CommandWriter(std::string_view name, LiteralSupport support);

  // As it stands: atoms, sequence sets, fetch items, numbers.
  CommandWriter& raw(std::string_view text);
  // astring: an atom where it can be one, else quoted, else a literal (CR, LF, NUL, 8 bits).
  CommandWriter& astring(std::string_view bytes);
  // string: never an atom, as some servers' LOGIN and ID want it.
  CommandWriter& string(std::string_view bytes);
  CommandWriter& secret(const Secret& value);  // a string
  CommandWriter& mailbox(std::string_view raw_name) { return string(raw_name); }
  // \Recent, \* and what is no flag by the grammar (see is_flag) are left out.
  CommandWriter& flags(const Flags& flags);
  CommandWriter& uids(const UidSet& set) { return raw(print(set)); }
  CommandWriter& open_list();
  CommandWriter& close_list();
  // Only the announcement, "{n}" or "{n+}", and its line end: the bytes follow from elsewhere.
  // `prefix` is "~" for a literal8.
  CommandWriter& literal_head(std::uint64_t size_bytes, std::string_view prefix = {});
  // Ends the line; a further segment follows once the server has said "+".
  CommandWriter& end_line_and_wait();
  // As it stands and without a blank before it, but secret: SASL answers.
  CommandWriter& secret_raw(std::string_view bytes);

  // With CRLF.
  Command finish();
  // Without: the caller goes on (APPEND).
  Command finish_open();

 private:
  void gap();
  void write_string(std::string_view bytes);
  Segment& last() { return command_.segments.back(); }

  Command command_;
  LiteralSupport support_;
  bool at_start_ = false;  // right after "(": no blank
};

}  // namespace postferry::imap
