#include "engine/account_log.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/error_catalog.hpp"
#include "base/sha256.hpp"
#include "text/ascii.hpp"
#include "text/display.hpp"

namespace postferry::engine {
namespace {

constexpr std::size_t longest_readable_key = 180;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' ||
         c == '.' || c == '-' || c == '+';
}

}  // namespace

void AccountLog::take(const Event& event) noexcept {
  std::visit([this](const auto& each) { on(each); }, event);
}

void AccountLog::on(const PhaseBegan& event) {
  // What mostly has nothing to do tells by a notice that it had.
  if (patience_for(event.phase).count() == 0) log_.note(line(phase_text(event.phase)));
}

void AccountLog::on(const Connected& event) { log_.note(line(connected_text(event))); }
void AccountLog::on(const FolderPlanned& event) { log_.note(line(planned_text(event))); }
void AccountLog::on(const Notice& event) { log_.warning(line(notice_text(event))); }

void AccountLog::on(const MessageFailed& event) {
  log_.error(line(fmt::format("{} [{}]", failed_text(event), code_name(event.error.code))));
}

void AccountLog::on(const Interrupting&) {
  log_.warning(
      line(work_ == Work::copying ? "Asked to stop; finishing the open batches" : "Asked to stop"));
}

std::string AccountLog::line(std::string_view text) const {
  return fmt::format("{} {}", section_, text);
}

void AccountLog::begin(std::string_view command, const Account& source, const Account& target,
                       std::string_view options) {
  std::string shown(text::trimmed(options));
  std::ranges::replace(shown, '\n', ' ');
  log_.note(line(text::printable(fmt::format("postferry " POSTFERRY_VERSION " {}: {} -> {}{}{}",
                                             command, source.name, target.name,
                                             shown.empty() ? "" : " with ", shown))));
}

void AccountLog::end(std::string_view sentence, std::string_view exit) {
  log_.note(line(fmt::format("{} [{}]", text::printable(sentence), exit)));
}

void AccountLog::note(std::string_view text) { log_.note(line(text)); }

void AccountLog::stopped(const Error& error) {
  log_.error(line(text::printable(fmt::format("{} {} [{}]", catalog_entry(error.code).sentence,
                                              error.text, code_name(error.code)))));
}

std::string run_section(std::uint64_t number) { return fmt::format("[run {}]", number); }

std::string_view section_of(std::string_view line) {
  // Behind the time and the level.
  for (int words = 0; words < 2; ++words) {
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return {};
    line.remove_prefix(blank + 1);
  }
  const auto end = line.find(']');
  return line.starts_with('[') && end != std::string_view::npos ? line.substr(0, end + 1)
                                                                : std::string_view();
}

std::filesystem::path log_file(const std::filesystem::path& state, const Account& source,
                               const Account& target) {
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

}  // namespace postferry::engine
