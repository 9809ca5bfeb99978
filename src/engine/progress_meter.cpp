#include "engine/progress_meter.hpp"

#include <algorithm>

namespace postferry::engine {
namespace {

constexpr std::chrono::milliseconds between_progress_tellings{250};

}  // namespace

void ProgressMeter::expect(std::uint64_t messages, std::uint64_t bytes) {
  now_.messages_total += messages;
  now_.bytes_total += bytes;
  began_ = std::chrono::steady_clock::now();
}

void ProgressMeter::bytes_passed(const mail::FolderPath& folder, std::size_t bytes) {
  // What is sent a second time is not done twice.
  now_.bytes_done = std::min(now_.bytes_done + bytes, now_.bytes_total);
  tell_sometimes(folder);
}

void ProgressMeter::message_done(const mail::FolderPath& folder) {
  now_.messages_done = std::min(now_.messages_done + 1, now_.messages_total);
  tell_sometimes(folder);
}

void ProgressMeter::finish() {
  if (now_.messages_total > 0) tell();
}

void ProgressMeter::tell_sometimes(const mail::FolderPath& folder) {
  const auto now = std::chrono::steady_clock::now();
  if (now - told_ < between_progress_tellings) return;
  told_ = now;
  now_.folder = folder;
  tell();
}

void ProgressMeter::tell() {
  using namespace std::chrono;
  const auto elapsed = duration<double>(steady_clock::now() - began_).count();
  now_.bytes_per_second =
      elapsed > 0 ? static_cast<std::uint64_t>(static_cast<double>(now_.bytes_done) / elapsed) : 0;
  now_.eta.reset();
  const bool tells_something = elapsed > 1 && now_.bytes_done > 0 && now_.messages_done > 0;
  if (tells_something) {
    const auto by_bytes = now_.bytes_total > 0 ? static_cast<double>(now_.bytes_done) /
                                                     static_cast<double>(now_.bytes_total)
                                               : 0.0;
    const auto by_messages = static_cast<double>(now_.messages_done) /
                             static_cast<double>(std::max<std::uint64_t>(now_.messages_total, 1));
    const auto share = std::clamp(std::max(by_bytes, by_messages), 1e-6, 1.0);
    now_.eta = seconds(static_cast<std::int64_t>(elapsed * (1 - share) / share));
  }
  scope_.tell(now_);
}

}  // namespace postferry::engine
