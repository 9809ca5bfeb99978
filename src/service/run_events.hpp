// RunEvents: what a run tells, on its way to the run's log, to the board of progress and to those
// who watch.
//
// Made for each run, lives as long as it; the engine's thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "engine/account_log.hpp"
#include "engine/events.hpp"
#include "service/news.hpp"

namespace postferry::service {

class RunEvents final : public engine::EventSink {
 public:
  RunEvents(News& news, LiveBoard& board, std::string customer, std::string migration);
  ~RunEvents() override;

  // From here on all is written there.
  void open_log(const std::filesystem::path& file, std::string section);
  engine::AccountLog& log() { return *log_; }

  void take(const engine::Event& event) noexcept override;

 private:
  void show();

  News& news_;
  LiveBoard& board_;
  std::string migration_;
  LiveProgress live_;
  Deadline told_{};
  std::vector<engine::FolderPlanned> planned_;
  std::optional<engine::AccountLog> log_;
};

}  // namespace postferry::service
