// date-time of a message header (RFC 5322 section 3.3 and the obsolete forms of 4.3).
//
// Used where a server tells no received date. Pure functions, any thread; nothing is allocated.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace postferry::text {

struct MessageDate {
  std::chrono::sys_seconds instant;
  std::chrono::minutes zone{};  // east of Greenwich is positive
  bool operator==(const MessageDate&) const = default;
};

//   date-time = [day-name ","] day month year hour ":" minute [":" second] zone
// Takes a Date body, and the part of a Received body behind its last ";". Comments, folds, years of
// two digits and the zones of RFC 822 are understood; without a zone it is UTC. Nothing for what is
// no date.
std::optional<MessageDate> parse_message_date(std::string_view text);

}  // namespace postferry::text
