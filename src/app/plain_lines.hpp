// PlainLines: progress in a pipe, a file or a terminal that cannot redraw: a line at most every
// few seconds, and one where a folder ends.
//
// An EventSink for copy, plan and verify. One thread.
#pragma once

#include <optional>
#include <string_view>

#include "app/screen.hpp"
#include "app/status_line.hpp"
#include "engine/events.hpp"

namespace postferry::app {

class PlainLines final : public engine::EventSink {
 public:
  PlainLines(Screen screen, Detail detail) : screen_(std::move(screen)), detail_(detail) {}

  void take(const engine::Event& event) noexcept override;
  // Tells where the last folder ended.
  void finish();

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
  void tell_progress(const engine::Progress& event);

  Screen screen_;
  Detail detail_;
  Deadline told_{};
  std::optional<engine::Progress> untold_;  // the newest that no line has shown
};

}  // namespace postferry::app
