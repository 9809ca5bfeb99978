// StatusLine: progress on a terminal, one line that is drawn anew, with what a person should read
// scrolling above it.
//
// An EventSink for copy, plan and verify; redraws at most ten times a second and never writes wider
// than the terminal. finish() before anything else is printed. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/notice_filter.hpp"
#include "app/screen.hpp"
#include "engine/event_text.hpp"
#include "engine/events.hpp"

namespace postferry::app {

enum class Detail : std::uint8_t { normal, verbose };

class StatusLine final : public engine::EventSink {
 public:
  StatusLine(Screen screen, Detail detail, engine::Work work)
      : screen_(std::move(screen)), detail_(detail), work_(work) {}

  void take(const engine::Event& event) noexcept override;
  // Removes the line; the next event would draw it again.
  void finish();
  // Called every half second or so; shows how long a phase lasts that tells nothing.
  void beat();

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

  // At once for the first that a phase tells.
  Urgency first_soon();
  // Draws `text`, and as much of `folder` as there is room for.
  void show(std::string text, std::string_view folder, Urgency urgency);
  // A line that stays.
  void tell(std::string_view text, std::string_view colour);

  Screen screen_;
  Detail detail_;
  engine::Work work_;
  NoticeFilter notices_;
  std::optional<engine::Phase> phase_;
  Deadline phase_began_{};
  bool phase_is_silent_ = true;  // nothing came since it began
  std::string shown_;            // what stands on the line now
  Deadline drawn_{};
  std::map<mail::FolderPath, std::uint64_t> listed_;  // messages seen: several at the same time
  std::uint64_t listed_in_all_ = 0;
};

}  // namespace postferry::app
