// PlainLines: progress in a pipe, a file or a terminal that cannot redraw: a line every few
// seconds.
//
// An EventSink for copy, plan and verify. One thread.
#pragma once

#include <optional>
#include <string_view>

#include "app/notice_filter.hpp"
#include "app/screen.hpp"
#include "app/status_line.hpp"
#include "engine/event_text.hpp"
#include "engine/events.hpp"

namespace postferry::app {

class PlainLines final : public engine::EventSink {
 public:
  PlainLines(Screen screen, Detail detail, engine::Work work)
      : screen_(std::move(screen)), detail_(detail), work_(work) {}

  void take(const engine::Event& event) noexcept override;
  // Tells the last progress.
  void finish();
  // Called every half second or so; tells what goes on where nothing was told for long.
  void beat();

 private:
  void on(const engine::PhaseBegan& event);
  void on(const engine::Connected& event);
  void on(const engine::Listing& event);
  void on(const engine::FolderPlanned& event);
  void on(const engine::FolderProgress& event);
  void on(const engine::Progress& event);
  void on(const engine::MessageFailed& event);
  void on(const engine::Notice& event);
  void on(const engine::Interrupting& event);

  // Whether the last regular line is long enough ago; then this one counts as told.
  bool is_due();
  void tell_phase();
  void tell_progress(const engine::Progress& event);

  Screen screen_;
  Detail detail_;
  engine::Work work_;
  NoticeFilter notices_;
  std::optional<engine::Phase> phase_;
  Deadline phase_began_{};
  bool phase_told_ = false;
  Deadline told_{};
  std::optional<engine::Progress> untold_;  // the newest that no line has shown
};

}  // namespace postferry::app
