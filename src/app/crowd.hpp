// Crowd: many pieces of work on one thread, so many at a time, each begun as soon as there is room
// for it; what waits for a busy host keeps nobody else waiting.
//
// Used by batch run (its pieces are accounts) and batch check --login (logins). Pieces are numbers;
// those of one berth (the hosts they need) begin in their order. One thread; outlives its tasks.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/steady_timer.hpp>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "engine/stop_request.hpp"

namespace postferry::app {

class Crowd {
 public:
  // The work of a piece, or nothing when it cannot begin now.
  using Begin = std::function<std::optional<Task<>>(std::size_t piece)>;

  Crowd(std::size_t most_at_a_time, Begin begin)
      : most_(most_at_a_time), begin_(std::move(begin)) {}

  void add(const std::string& berth, std::size_t piece);
  // Not before this instant.
  void add_later(const std::string& berth, std::size_t piece, Deadline not_before);

  // Until nothing is left, or a stop is asked for and what has begun has ended. The first exception
  // of a task begins nothing more and is thrown at the end.
  Task<> run(const engine::StopRequest& stop);
  // Something may have room that had none.
  void wake();

  std::size_t active() const noexcept { return active_; }
  std::size_t waiting() const noexcept { return waiting_; }
  bool waits_for(const std::string& berth) const;

 private:
  struct Waiting {
    std::size_t piece = 0;
    Deadline not_before{};
  };

  bool begin_one(const boost::asio::any_io_executor& executor);
  void ended(std::exception_ptr broken);

  std::size_t most_;
  Begin begin_;
  std::map<std::string, std::deque<Waiting>> berths_;
  std::string last_berth_;  // whose turn it was, so that each has one
  std::size_t active_ = 0;
  std::size_t waiting_ = 0;
  std::exception_ptr broken_;
  boost::asio::steady_timer* sleep_ = nullptr;  // while run() waits
};

}  // namespace postferry::app
