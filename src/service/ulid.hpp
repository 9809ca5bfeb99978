// Ulids: ids that sort by the time at which they were made, in order also within a millisecond.
//
// 26 characters of base32: 48 bits of milliseconds since 1970, then 80 random bits that count on
// within a millisecond and when the clock is set back. Any thread; one object for the whole
// service.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace postferry::service {

using Milliseconds = std::chrono::sys_time<std::chrono::milliseconds>;

class Ulids {
 public:
  std::string next() {
    return next(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  }
  std::string next(Milliseconds at);

 private:
  std::mutex mutex_;  // guards all below
  std::uint64_t last_ = 0;
  std::array<unsigned char, 10> random_{};
};

// Whether the text has the shape of such an id.
bool is_ulid(std::string_view text);

}  // namespace postferry::service
