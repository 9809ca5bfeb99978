// Events as sentences: what status line, plain lines and log say about each.
//
// Pure functions; what they give is printable, one line, without its line end.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/events.hpp"

namespace postferry::engine {

// What an end means: copy goes on from there, plan and verify have written nothing and begin anew.
enum class Work : std::uint8_t { copying, looking };

// "Copying messages".
std::string_view phase_text(Phase phase);
// Stable, for scripts: "copying".
std::string_view phase_name(Phase phase);
// How long a phase lasts before it is worth a word: a moment for one that mostly has nothing to do.
std::chrono::milliseconds patience_for(Phase phase);
std::string_view notice_name(NoticeKind kind);

std::string connected_text(const Connected& event);
std::string listing_text(const Listing& event);
std::string folder_progress_text(const FolderProgress& event);
std::string planned_text(const FolderPlanned& event);
std::string failed_text(const MessageFailed& event);
std::string notice_text(const Notice& event);
std::string interrupting_text(Work work);
std::string stopped_at_once_text(Work work);
// "1,204 of 18,204 messages, 45.1 MB of 1.2 GB, 12.0 MB/s, 1:23 left".
std::string progress_text(const Progress& event);

// The folder as people write it, or "" for none.
std::string folder_text(const mail::FolderPath& folder);

}  // namespace postferry::engine
