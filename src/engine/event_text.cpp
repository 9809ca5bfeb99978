#include "engine/event_text.hpp"

#include <array>
#include <fmt/format.h>

#include "base/error_catalog.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::engine {

using text::counted;
using text::grouped;
using text::printable;
using text::sized;

namespace {

struct PhaseWords {
  std::string_view name;
  std::string_view text;
};

constexpr std::array<PhaseWords, 8> phases{{
    {"connecting", "Connecting"},
    {"listing", "Listing folders and messages"},
    {"settling", "Settling what an earlier run left open"},
    {"planning", "Planning"},
    {"flags", "Carrying flag changes"},
    {"copying", "Copying messages"},
    {"verifying", "Verifying every folder"},
    {"done", "Done"},
}};
static_assert(static_cast<std::size_t>(Phase::done) + 1 == phases.size());

constexpr std::array<std::string_view, 17> notices{"resumed",
                                                   "server_replaced",
                                                   "generation_changed",
                                                   "keywords_dropped",
                                                   "date_changed",
                                                   "moved",
                                                   "move_reported",
                                                   "folder_renamed",
                                                   "folder_gone",
                                                   "folder_not_created",
                                                   "name_replaced",
                                                   "message_gone",
                                                   "throttled",
                                                   "reconnected",
                                                   "will_not_fit",
                                                   "rule_changed",
                                                   "other"};
static_assert(static_cast<std::size_t>(NoticeKind::other) + 1 == notices.size());

}  // namespace

std::string_view phase_text(Phase phase) { return phases[static_cast<std::size_t>(phase)].text; }

std::string_view phase_name(Phase phase) { return phases[static_cast<std::size_t>(phase)].name; }

std::chrono::milliseconds patience_for(Phase phase) {
  return std::chrono::milliseconds(phase == Phase::settling ? 1000 : 0);
}

std::string_view notice_name(NoticeKind kind) { return notices[static_cast<std::size_t>(kind)]; }

std::string folder_text(const mail::FolderPath& folder) { return printable(folder.text()); }

std::string connected_text(const Connected& event) {
  return printable(fmt::format("Connected to the {}, {} as {}", side_name(event.side),
                               event.server.empty() ? "a server" : event.server, event.account));
}

std::string listing_text(const Listing& event) {
  return fmt::format("{}: {} seen", folder_text(event.folder), counted(event.messages, "message"));
}

std::string folder_progress_text(const FolderProgress& event) {
  return fmt::format("{} of {}", grouped(event.done), counted(event.total, "folder"));
}

std::string planned_text(const FolderPlanned& event) {
  auto text = folder_text(event.source);
  if (event.source != event.target) text += " -> " + folder_text(event.target);
  text += fmt::format(": {} to copy", counted(event.to_copy, "message"));
  if (event.to_copy != 0) text += fmt::format(" ({})", sized(event.to_copy_bytes));
  if (event.was_there != 0) text += fmt::format(", {} there", grouped(event.was_there));
  if (event.excluded != 0) text += fmt::format(", {} excluded", grouped(event.excluded));
  if (!event.renamed_because.empty())
    text += fmt::format("; renamed: {}", printable(event.renamed_because));
  return text;
}

std::string failed_text(const MessageFailed& event) {
  auto text = fmt::format("NOT copied: the message of {} in {} ({}): {}",
                          to_rfc3339(event.received.instant), folder_text(event.folder),
                          sized(event.size_bytes), catalog_entry(event.error.code).sentence);
  if (!event.error.text.empty()) text += " " + printable(event.error.text);
  return text;
}

std::string notice_text(const Notice& event) {
  auto sentence = printable(event.text);
  if (event.kind == NoticeKind::reconnected)
    sentence += sentence.ends_with('.') ? " Trying again." : ". Trying again.";
  if (event.folder.is_root()) return sentence;
  return fmt::format("{}: {}", folder_text(event.folder), sentence);
}

std::string interrupting_text(Work work) {
  if (work == Work::looking)
    return "Stopping; nothing was written, and the same command begins anew. Ctrl-C again stops at "
           "once.";
  return "Stopping when the open batches are settled; Ctrl-C again stops at once. The same command "
         "goes on from here.";
}

std::string stopped_at_once_text(Work work) {
  return work == Work::looking
             ? "Stopped at once. Nothing was written; the same command begins anew."
             : "Stopped at once. The same command goes on from here.";
}

std::string progress_text(const Progress& event) {
  auto text = fmt::format("{} of {}, {} of {}", grouped(event.messages_done),
                          counted(event.messages_total, "message"), sized(event.bytes_done),
                          sized(event.bytes_total));
  if (event.bytes_per_second != 0) text += fmt::format(", {}/s", sized(event.bytes_per_second));
  if (event.eta) text += fmt::format(", {} left", text::lasting(*event.eta));
  return text;
}

}  // namespace postferry::engine
