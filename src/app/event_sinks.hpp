// The smaller event sinks: JSON lines, and several sinks as one.
//
// Each takes every event of a run, in order, at once. One thread.
#pragma once

#include <utility>
#include <vector>

#include "app/screen.hpp"
#include "engine/events.hpp"

namespace postferry::app {

class JsonLines final : public engine::EventSink {
 public:
  explicit JsonLines(Screen screen) : screen_(std::move(screen)) {}
  void take(const engine::Event& event) noexcept override;

 private:
  Screen screen_;
};

class EventFanout final : public engine::EventSink {
 public:
  explicit EventFanout(std::vector<engine::EventSink*> sinks) : sinks_(std::move(sinks)) {}
  void take(const engine::Event& event) noexcept override {
    for (auto* sink : sinks_) sink->take(event);
  }

 private:
  std::vector<engine::EventSink*> sinks_;
};

}  // namespace postferry::app
