// BatchView: what a person, or a script, sees of a list's run while it works.
//
// Made by batch run for the screen it has: a table that is drawn anew, lines in a pipe, JSON, or
// only what went wrong. Told by the run's thread; returns at once.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "app/batch_json.hpp"
#include "app/batch_result.hpp"
#include "app/console.hpp"
#include "engine/events.hpp"

namespace postferry::app {

class BatchView {
 public:
  virtual ~BatchView() = default;
  // `accounts` is how many there are to do.
  virtual void begin(std::size_t accounts) = 0;
  virtual void take(const PairName& pair, const engine::Event& event) = 0;
  virtual void ended(const PairName& pair, const BatchResult& result,
                     const engine::Verdict* verdict) = 0;
  // It is tried again later.
  virtual void put_off(const PairName& pair, std::string_view why) = 0;
  virtual void left_alone(std::string_view host, std::string_view why) = 0;
  virtual void interrupting() = 0;
  // Called every half second or so.
  virtual void beat() = 0;
  // Before anything else is printed.
  virtual void finish() = 0;
};

std::unique_ptr<BatchView> view_for(const Console& console, Output output);

// What the summary counts and nothing else tells: a host that is left alone and a stop are told
// once, and may concern thousands.
bool is_only_counted(const BatchResult& result);

// "Line 12: alice@old.example -> alice@new.example".
std::string pair_text(const PairName& pair);
std::string ended_text(const PairName& pair, const BatchResult& result);
std::string put_off_text(const PairName& pair, std::string_view why);

}  // namespace postferry::app
