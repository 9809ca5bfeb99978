#include "app/plain_lines.hpp"

#include <fmt/format.h>

#include "text/quantities.hpp"

namespace postferry::app {
namespace {

constexpr auto between_progress_lines = std::chrono::seconds(5);
constexpr auto longest_silence = std::chrono::seconds(10);

}  // namespace

void PlainLines::take(const engine::Event& event) noexcept {
  std::visit([this](const auto& each) { on(each); }, event);
}

void PlainLines::finish() {
  if (untold_) tell_progress(*untold_);
}

void PlainLines::on(const engine::PhaseBegan& event) {
  finish();
  phase_.reset();
  if (event.phase == engine::Phase::done) return;
  phase_ = event.phase;
  phase_began_ = screen_.now();
  phase_told_ = false;
  if (patience_for(event.phase) == Deadline::duration::zero()) tell_phase();
}

void PlainLines::tell_phase() {
  screen_.line(fmt::format("{} ...", phase_text(*phase_)));
  phase_told_ = true;
  told_ = screen_.now();
}

void PlainLines::beat() {
  if (!phase_) return;
  const auto now = screen_.now();
  if (!phase_told_) {
    if (now - phase_began_ >= patience_for(*phase_)) tell_phase();
  } else if (untold_) {
    if (now - told_ >= between_progress_lines) tell_progress(*untold_);
  } else if (now - told_ >= longest_silence) {
    const auto span = std::chrono::duration_cast<std::chrono::seconds>(now - phase_began_);
    screen_.line(fmt::format("{} ... {} so far", phase_text(*phase_), text::lasting(span)));
    told_ = now;
  }
}

void PlainLines::on(const engine::Connected& event) {
  if (detail_ == Detail::verbose) screen_.line(connected_text(event));
}

void PlainLines::on(const engine::Listing& event) {
  if (is_due())
    screen_.line(fmt::format("{}{}", phase_ == engine::Phase::listing ? "Listing " : "",
                             listing_text(event)));
}

void PlainLines::on(const engine::FolderPlanned& event) {
  if (detail_ == Detail::verbose) screen_.line(planned_text(event));
}

void PlainLines::on(const engine::FolderProgress& event) {
  if (is_due())
    screen_.line(
        fmt::format("{}: {}", folder_progress_text(event), engine::folder_text(event.folder)));
}

void PlainLines::on(const engine::Progress& event) {
  if (is_due())
    tell_progress(event);
  else
    untold_ = event;
}

void PlainLines::on(const engine::MessageFailed& event) { screen_.line(failed_text(event)); }

void PlainLines::on(const engine::Notice& event) {
  if (const auto text = notices_.take(event, screen_.now())) screen_.line(*text);
}

void PlainLines::on(const engine::Interrupting&) { screen_.line(interrupting_text(work_)); }

bool PlainLines::is_due() {
  const auto now = screen_.now();
  if (now - told_ < between_progress_lines) return false;
  told_ = now;
  return true;
}

void PlainLines::tell_progress(const engine::Progress& event) {
  screen_.line(fmt::format("{}: {}", engine::folder_text(event.folder), progress_text(event)));
  untold_.reset();
  told_ = screen_.now();
}

}  // namespace postferry::app
