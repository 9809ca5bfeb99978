#include "app/status_line.hpp"

#include <fmt/format.h>

#include "app/event_text.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

constexpr std::string_view erase = "\r\x1b[K";
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view usual = "\x1b[0m";
constexpr auto redraw_interval = std::chrono::milliseconds(100);
constexpr std::size_t least_folder_columns = 8;

}  // namespace

void StatusLine::take(const engine::Event& event) noexcept {
  std::visit([this](const auto& each) { on(each); }, event);
}

void StatusLine::finish() {
  if (!shown_.empty()) screen_.write(erase);
  shown_.clear();
}

void StatusLine::on(const engine::PhaseBegan& event) {
  listed_before_ = 0;
  listing_ = {};
  if (event.phase == engine::Phase::done) return finish();
  phase_ = phase_text(event.phase);
  show(fmt::format("{} ...", phase_), {}, Urgency::now);
}

void StatusLine::on(const engine::Connected& event) {
  if (detail_ == Detail::verbose) tell(connected_text(event), {});
}

void StatusLine::on(const engine::Listing& event) {
  if (event.folder != listing_.folder) listed_before_ += listing_.messages;
  listing_ = event;
  show(fmt::format("Listing, {} seen", text::counted(listed_before_ + event.messages, "message")),
       folder_text(event.folder), Urgency::soon);
}

void StatusLine::on(const engine::FolderPlanned& event) {
  if (detail_ == Detail::verbose) tell(planned_text(event), {});
}

void StatusLine::on(const engine::FolderProgress& event) {
  show(fmt::format("{}, {}", phase_, folder_progress_text(event)), folder_text(event.folder),
       Urgency::soon);
}

void StatusLine::on(const engine::Progress& event) {
  const bool complete = event.messages_done == event.messages_total;
  show(progress_text(event), folder_text(event.folder), complete ? Urgency::now : Urgency::soon);
}

void StatusLine::on(const engine::MessageFailed& event) { tell(failed_text(event), red); }
void StatusLine::on(const engine::Notice& event) { tell(notice_text(event), yellow); }
void StatusLine::on(const engine::Interrupting&) { tell(interrupting_text(), yellow); }

void StatusLine::show(std::string text, std::string_view folder, Urgency urgency) {
  const auto now = screen_.now();
  if (urgency == Urgency::soon && now - drawn_ < redraw_interval) return;
  // A line that fills the last column wraps on some terminals.
  const auto columns = std::max<std::size_t>(screen_.columns(), 2) - 1;
  const auto used = text::display_width(text) + 2;
  if (!folder.empty() && used + least_folder_columns <= columns)
    text += "  " + text::shortened(folder, columns - used);
  text = text::shortened(text, columns);
  if (text == shown_) return;
  drawn_ = now;
  shown_ = std::move(text);
  screen_.write(std::string(erase) + shown_);
}

void StatusLine::tell(std::string_view text, std::string_view colour) {
  const bool coloured = screen_.colour == Colour::ansi && !colour.empty();
  std::string line(shown_.empty() ? std::string_view() : erase);
  if (coloured) line += colour;
  line += text;
  if (coloured) line += usual;
  screen_.write(line + "\n" + shown_);
}

}  // namespace postferry::app
