// What a run tells while it works: values that the command line prints as progress, plain lines or
// JSON, that the log keeps, and that the service will stream.
//
// Emitted on the run's thread to an EventSink, in order; a sink returns at once and never throws.
// docs/json-events.md describes each for scripts.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/error.hpp"
#include "mail/folder_path.hpp"
#include "mail/placement.hpp"

namespace postferry::engine {

enum class Phase : std::uint8_t {
  connecting,
  listing,
  settling,
  planning,
  flags,
  copying,
  verifying,
  done
};

struct PhaseBegan {
  Phase phase = Phase::connecting;
};
struct Connected {
  Side side = Side::source;
  std::string server;  // "Dovecot at imap.old.example:993"
  std::string account;
};
// Sent a few times a second at most while a folder is listed.
struct Listing {
  mail::FolderPath folder;
  std::uint64_t messages = 0;  // seen so far in this folder
};
// Sent a few times a second at most where folder after folder is made ready, verified or compared.
struct FolderProgress {
  mail::FolderPath folder;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};
struct FolderPlanned {
  mail::FolderPath source;
  mail::FolderPath target;
  std::uint64_t to_copy = 0;
  std::uint64_t to_copy_bytes = 0;
  std::uint64_t was_there = 0;
  std::uint64_t excluded = 0;
  std::string renamed_because;  // empty when the name is the wish
};
// Sent a few times a second at most.
struct Progress {
  mail::FolderPath folder;
  std::uint64_t messages_done = 0;
  std::uint64_t messages_total = 0;
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
  std::uint64_t bytes_per_second = 0;
  std::optional<std::chrono::seconds> eta;
};
// One message did not arrive; the run goes on.
struct MessageFailed {
  mail::FolderPath folder;
  mail::ItemId item;  // the source's id
  mail::Received received;
  std::uint64_t size_bytes = 0;
  Error error;
};
enum class NoticeKind : std::uint8_t {
  resumed,             // open intents of an earlier run were settled
  server_replaced,     // accepted by the user
  generation_changed,  // UIDVALIDITY; matched anew
  keywords_dropped,    // the target does not take them
  date_changed,        // the target changed a date
  moved,               // a message moved at the source was moved on the target
  move_reported,       // moved at the source, but changed on the target: left alone
  folder_renamed,      // at the source
  folder_gone,         // at the source
  folder_not_created,
  name_replaced,  // the target refused a folder's name; it has another there
  message_gone,   // expunged while we copied
  throttled,
  reconnected,
  will_not_fit,  // quota or size, seen before the start
  rule_changed,  // options differ from the last run's
  other,
};
// Something a person should read; a sentence.
struct Notice {
  NoticeKind kind = NoticeKind::other;
  mail::FolderPath folder;
  std::string text;
  std::uint64_t count = 0;
};
struct Interrupting {};  // the first Ctrl-C was seen; open batches are being finished

using Event = std::variant<PhaseBegan, Connected, Listing, FolderPlanned, FolderProgress, Progress,
                           MessageFailed, Notice, Interrupting>;

class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void take(const Event& event) noexcept = 0;
};

}  // namespace postferry::engine
