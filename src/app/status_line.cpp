#include "app/status_line.hpp"

#include <fmt/format.h>
#include <utility>

#include "app/colours.hpp"
#include "text/display.hpp"
#include "text/quantities.hpp"

namespace postferry::app {
namespace {

constexpr std::string_view erase = "\r\x1b[K";
constexpr auto worth_telling = std::chrono::seconds(3);
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

void StatusLine::beat() {
  if (!phase_ || !phase_is_silent_) return;
  const auto lasts = screen_.now() - phase_began_;
  if (lasts < patience_for(*phase_)) return;
  auto line = fmt::format("{} ...", phase_text(*phase_));
  if (lasts >= worth_telling)
    line += " " + text::lasting(std::chrono::duration_cast<std::chrono::seconds>(lasts));
  show(std::move(line), {}, Urgency::now);
}

void StatusLine::on(const engine::PhaseBegan& event) {
  listed_.clear();
  listed_in_all_ = 0;
  phase_.reset();
  if (event.phase == engine::Phase::done) return finish();
  phase_ = event.phase;
  phase_began_ = screen_.now();
  phase_is_silent_ = true;
  beat();
}

void StatusLine::on(const engine::Connected& event) {
  if (detail_ == Detail::verbose) tell(connected_text(event), {});
}

void StatusLine::on(const engine::Listing& event) {
  auto& seen = listed_[event.folder];
  listed_in_all_ += event.messages - seen;
  seen = event.messages;
  show(fmt::format("{}, {} seen",
                   phase_.value_or(engine::Phase::listing) == engine::Phase::listing
                       ? "Listing"
                       : phase_text(*phase_),
                   text::counted(listed_in_all_, "message")),
       engine::folder_text(event.folder), first_soon());
}

void StatusLine::on(const engine::FolderPlanned& event) {
  if (detail_ == Detail::verbose) tell(planned_text(event), {});
}

void StatusLine::on(const engine::FolderProgress& event) {
  const auto before = phase_ ? fmt::format("{}, ", phase_text(*phase_)) : std::string();
  show(before + folder_progress_text(event), engine::folder_text(event.folder), first_soon());
}

void StatusLine::on(const engine::Progress& event) {
  const bool complete = event.messages_done == event.messages_total;
  show(progress_text(event), engine::folder_text(event.folder),
       complete ? Urgency::now : first_soon());
}

void StatusLine::on(const engine::MessageFailed& event) { tell(failed_text(event), ansi::red); }

void StatusLine::on(const engine::Notice& event) {
  if (const auto text = notices_.take(event, screen_.now())) tell(*text, ansi::yellow);
}

void StatusLine::on(const engine::Interrupting&) { tell(interrupting_text(work_), ansi::yellow); }

StatusLine::Urgency StatusLine::first_soon() {
  return std::exchange(phase_is_silent_, false) ? Urgency::now : Urgency::soon;
}

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
  if (coloured) line += ansi::usual;
  screen_.write(line + "\n" + shown_);
}

}  // namespace postferry::app
