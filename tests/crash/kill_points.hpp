// KillPoints: the steps at which the runs of a scenario are killed, handed out to several actors.
//
// How many pieces an answer comes in is chance, so a run may have more steps than the one that was
// counted, or fewer: the end is where several kills in a row came too late. Threads may share one.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <set>
#include <vector>

#include "tests/support/crash/steps.hpp"

namespace postferry::test {

class KillPoints {
 public:
  // Every step is what counts; a hurried run takes every n-th, each time from another first one.
  // Inside long literals only every n-th is taken.
  KillPoints(const std::vector<Step>& counted, int inside_literals_every, int every)
      : counted_(static_cast<int>(counted.size())),
        inside_literals_every_(inside_literals_every),
        every_(every),
        first_(static_cast<int>(std::random_device()() % static_cast<unsigned>(every))) {
    int inside = 0;
    for (const Step& step : counted) {
      const bool is_inside = step.kind != StepKind::sync && step.bytes >= long_piece_bytes;
      if (is_inside && inside++ % inside_literals_every != 0) left_out_.insert(step.number);
    }
  }

  // How many there are, if every run goes like the one that was counted.
  int expected() const { return (counted_ - static_cast<int>(left_out_.size())) / every_; }
  // 0 when there are no more.
  int next() {
    const std::scoped_lock lock(mutex_);
    if (too_late_in_a_row_ >= late_enough) return 0;
    do ++last_;
    while (is_left_out(last_));
    return last_;
  }
  void has_killed() {
    const std::scoped_lock lock(mutex_);
    too_late_in_a_row_ = 0;
    ++killed_;
  }
  void came_too_late() {
    const std::scoped_lock lock(mutex_);
    ++too_late_in_a_row_;
  }
  int killed() const {
    const std::scoped_lock lock(mutex_);
    return killed_;
  }

 private:
  static constexpr std::int64_t long_piece_bytes = 4096;  // reads and writes inside a long literal
  static constexpr int late_enough = 10;

  bool is_left_out(int step) const {
    if (step % every_ != first_) return true;
    return step <= counted_ ? left_out_.contains(step) : step % inside_literals_every_ != 0;
  }

  const int counted_;
  const int inside_literals_every_;
  const int every_;
  const int first_;
  std::set<int> left_out_;
  mutable std::mutex mutex_;
  int last_ = 0;
  int killed_ = 0;
  int too_late_in_a_row_ = 0;
};

}  // namespace postferry::test
