// Moment: lets a test act at a line of the client, and holds that line back until it has.
//
// Given as a proxy's rule; the hook runs on the proxy's threads, the rest on the test's.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <utility>

namespace postferry::test {

class Moment {
 public:
  // The first line that holds `text`; with `after`, the first one behind a line that holds that.
  explicit Moment(std::string text, std::string after = {})
      : text_(std::move(text)), after_(std::move(after)), awaited_(after_.empty()) {}

  // Whether it came in time.
  bool came() {
    return come_.get_future().wait_for(std::chrono::minutes(1)) == std::future_status::ready;
  }
  void go_on() { go_on_.set_value(); }
  std::function<void(std::string_view)> hook() {
    return [this](std::string_view line) {
      if (!awaited_) awaited_ = line.find(after_) != line.npos;
      if (!awaited_ || line.find(text_) == line.npos || met_.exchange(true)) return;
      come_.set_value();
      go_on_.get_future().wait_for(std::chrono::minutes(1));
    };
  }

 private:
  std::string text_;
  std::string after_;
  std::atomic<bool> awaited_;
  std::atomic<bool> met_{false};
  std::promise<void> come_;
  std::promise<void> go_on_;
};

}  // namespace postferry::test
