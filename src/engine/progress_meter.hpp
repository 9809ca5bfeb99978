// ProgressMeter: how far a run is, how fast, and when it will end; tells at most four times a
// second. Owned by the Run, fed by its lanes; one thread.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "engine/run_scope.hpp"

namespace postferry::engine {

class ProgressMeter {
 public:
  explicit ProgressMeter(const RunScope& scope) : scope_(scope) {}

  void expect(std::uint64_t messages, std::uint64_t bytes);
  void bytes_passed(const mail::FolderPath& folder, std::size_t bytes);
  void message_done(const mail::FolderPath& folder);
  // Tells the last state whatever the time is.
  void finish();

  std::uint64_t bytes_done() const noexcept { return now_.bytes_done; }

 private:
  void tell_sometimes(const mail::FolderPath& folder);
  void tell();

  const RunScope& scope_;
  Progress now_;
  Deadline began_ = std::chrono::steady_clock::now();
  Deadline told_{};
};

}  // namespace postferry::engine
