// Numbers, sizes, times and dates as people read and write them.
//
// Used by verdicts, progress and the options of the command line. Sizes count in steps of 1024, as
// mail servers do, in both directions. Pure functions, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace postferry::text {

// "18,204".
std::string grouped(std::uint64_t number);

// "1 message", "18,204 messages", "0 messages"; `plural` where an s does not make it.
std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural = {});

// "812 B", "3.4 KB", "120 MB", "1.7 GB".
std::string sized(std::uint64_t bytes);

// "0:41", "12:05", "3:07:00".
std::string lasting(std::chrono::seconds span);

// "25M", "10 G", "900k", "1234", "5MB", "5MiB": bytes; nullopt for anything else.
std::optional<std::uint64_t> parse_size(std::string_view written);

// "2024-02-29" (its midnight in UTC) or RFC 3339 "2024-02-29T18:00:00+01:00" (fractions of seconds
// are cut off); nullopt for anything else and for dates that no calendar has.
std::optional<Instant> parse_instant(std::string_view written);

}  // namespace postferry::text
