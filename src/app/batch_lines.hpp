// A list's run in a pipe or a file: a line for each account that ends, and every ten seconds one
// for all; or, with --json, an event a line, each with the account it is about.
#pragma once

#include <cstdint>
#include <map>

#include "app/batch_view.hpp"
#include "app/notice_filter.hpp"
#include "app/screen.hpp"

namespace postferry::app {

enum class BatchDetail : std::uint8_t {
  failures,  // only what is not complete
  accounts,  // each account that ends
  notices,   // and what happens on the way
};

// How far a list is.
struct BatchProgress {
  std::size_t accounts = 0;
  std::size_t complete = 0;
  std::size_t other = 0;  // ended otherwise
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;  // copied by accounts that have ended

  void count(const BatchResult& result);
  // "3 of 20 accounts complete, 1 not; 12,345 messages, 45 MB copied".
  std::string text(std::size_t under_way, std::uint64_t more_messages,
                   std::uint64_t more_bytes) const;
};

class BatchLines final : public BatchView {
 public:
  BatchLines(Screen screen, BatchDetail detail) : screen_(std::move(screen)), detail_(detail) {}

  void begin(std::size_t accounts) override;
  void take(const PairName& pair, const engine::Event& event) override;
  void ended(const PairName& pair, const BatchResult& result,
             const engine::Verdict* verdict) override;
  void put_off(const PairName& pair, std::string_view why) override;
  void left_alone(std::string_view host, std::string_view why) override;
  void interrupting() override;
  void beat() override;
  void finish() override {}

 private:
  Screen screen_;
  BatchDetail detail_;
  NoticeFilter notices_;
  BatchProgress progress_;
  std::map<std::size_t, engine::Progress> under_way_;  // by line
  Deadline told_{};
};

class BatchEvents final : public BatchView {
 public:
  explicit BatchEvents(Screen screen) : screen_(std::move(screen)) {}

  void begin(std::size_t) override {}
  void take(const PairName& pair, const engine::Event& event) override;
  void ended(const PairName& pair, const BatchResult& result,
             const engine::Verdict* verdict) override;
  void put_off(const PairName& pair, std::string_view why) override;
  void left_alone(std::string_view host, std::string_view why) override;
  void interrupting() override;
  void beat() override {}
  void finish() override {}

 private:
  Screen screen_;
};

}  // namespace postferry::app
