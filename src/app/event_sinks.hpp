// The smaller event sinks: JSON lines, the account's log, and several sinks as one.
//
// Each takes every event of a run, in order, at once. One thread.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "app/screen.hpp"
#include "base/log.hpp"
#include "engine/events.hpp"
#include "engine/run.hpp"

namespace postferry::app {

class JsonLines final : public engine::EventSink {
 public:
  explicit JsonLines(Screen screen) : screen_(std::move(screen)) {}
  void take(const engine::Event& event) noexcept override;

 private:
  Screen screen_;
};

// What happened to one pair of accounts, for people to read later; progress is left out.
class AccountLog final : public engine::EventSink {
 public:
  explicit AccountLog(const std::filesystem::path& file) : log_(file) {}
  void take(const engine::Event& event) noexcept override;

  void begin(std::string_view command, const engine::Account& source, const engine::Account& target,
             std::string_view options);
  void end(std::string_view sentence, std::string_view exit);
  void stopped(const Error& error);

 private:
  LogFile log_;
};

// The log of a pair: "<state>/logs/alice@old.example-993_to_alice@new.example-993.log". Keys that
// hold other characters, or are long, get a hash behind them.
std::filesystem::path log_file(const std::filesystem::path& state, const engine::Account& source,
                               const engine::Account& target);

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
