#include "app/event_sinks.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "app/event_text.hpp"
#include "app/json_events.hpp"
#include "base/error_catalog.hpp"
#include "base/sha256.hpp"
#include "text/ascii.hpp"
#include "text/display.hpp"

namespace postferry::app {
namespace {

constexpr std::size_t longest_readable_key = 180;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' ||
         c == '.' || c == '-' || c == '+';
}

void write(LogFile& log, const engine::PhaseBegan& event) { log.note(phase_text(event.phase)); }
void write(LogFile& log, const engine::Connected& event) { log.note(connected_text(event)); }
void write(LogFile&, const engine::Listing&) {}
void write(LogFile&, const engine::FolderProgress&) {}
void write(LogFile&, const engine::Progress&) {}
void write(LogFile& log, const engine::FolderPlanned& event) { log.note(planned_text(event)); }
void write(LogFile& log, const engine::MessageFailed& event) {
  log.error(fmt::format("{} [{}]", failed_text(event), code_name(event.error.code)));
}
void write(LogFile& log, const engine::Notice& event) { log.warning(notice_text(event)); }
void write(LogFile& log, const engine::Interrupting&) {
  log.warning("Asked to stop; finishing the open batches");
}

}  // namespace

void JsonLines::take(const engine::Event& event) noexcept {
  screen_.line(text::json::serialize(to_json(event)));
}

void AccountLog::take(const engine::Event& event) noexcept {
  std::visit([this](const auto& each) { write(log_, each); }, event);
}

void AccountLog::begin(std::string_view command, const engine::Account& source,
                       const engine::Account& target, std::string_view options) {
  std::string shown(text::trimmed(options));
  std::ranges::replace(shown, '\n', ' ');
  log_.note(
      text::printable(fmt::format("postferry " POSTFERRY_VERSION " {}: {} -> {}{}{}", command,
                                  source.name, target.name, shown.empty() ? "" : " with ", shown)));
}

void AccountLog::end(std::string_view sentence, std::string_view exit) {
  log_.note(fmt::format("{} [{}]", text::printable(sentence), exit));
}

void AccountLog::stopped(const Error& error) {
  log_.error(text::printable(fmt::format("{} {} [{}]", catalog_entry(error.code).sentence,
                                         error.text, code_name(error.code))));
}

std::filesystem::path log_file(const std::filesystem::path& state, const engine::Account& source,
                               const engine::Account& target) {
  const auto wished = fmt::format("{}_to_{}", source.key, target.key);
  auto readable = wished;
  // The colon before the port stands in every key.
  std::ranges::replace(readable, ':', '-');
  const auto colons = std::ranges::count(wished, ':');
  bool altered = colons != 2 || readable.size() > longest_readable_key;
  readable.resize(std::min(readable.size(), longest_readable_key));
  for (auto& c : readable) {
    if (is_plain(c) || c == '_') continue;
    c = '_';
    altered = true;
  }
  if (altered || std::ranges::count(wished, '_') != 2) {
    const auto digest = sha256(wished);
    readable +=
        fmt::format("-{:02x}{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2], digest[3]);
  }
  return state / "logs" / (readable + ".log");
}

}  // namespace postferry::app
