// StatusLine: progress on a terminal, one line that is drawn anew, with what a person should read
// scrolling above it.
//
// An EventSink for copy, plan and verify; redraws at most ten times a second and never writes wider
// than the terminal. finish() before anything else is printed. One thread.
#pragma once

#include <string>
#include <string_view>

#include "app/screen.hpp"
#include "engine/events.hpp"

namespace postferry::app {

enum class Detail : std::uint8_t { normal, verbose };

class StatusLine final : public engine::EventSink {
 public:
  StatusLine(Screen screen, Detail detail) : screen_(std::move(screen)), detail_(detail) {}

  void take(const engine::Event& event) noexcept override;
  // Removes the line; the next event would draw it again.
  void finish();

 private:
  enum class Urgency : std::uint8_t { now, soon };

  void on(const engine::PhaseBegan& event);
  void on(const engine::Connected& event);
  void on(const engine::Listing& event);
  void on(const engine::FolderPlanned& event);
  void on(const engine::FolderProgress& event);
  void on(const engine::Progress& event);
  void on(const engine::MessageFailed& event);
  void on(const engine::Notice& event);
  void on(const engine::Interrupting& event);

  // Draws `text`, and as much of `folder` as there is room for.
  void show(std::string text, std::string_view folder, Urgency urgency);
  // A line that stays.
  void tell(std::string_view text, std::string_view colour);

  Screen screen_;
  Detail detail_;
  std::string_view phase_;
  std::string shown_;  // what stands on the line now
  Deadline drawn_{};
  std::uint64_t listed_before_ = 0;  // messages in the folders listed before this one
  engine::Listing listing_;
};

}  // namespace postferry::app
