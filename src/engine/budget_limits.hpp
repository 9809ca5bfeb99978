// BudgetLimits: what a Budget begins with and never exceeds, made from the command line; Visitor:
// for whom it counts. Values.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace postferry::engine {

struct BudgetLimits {
  std::size_t host_connections = 20;
  std::size_t user_connections = 10;            // of one user at one host
  std::size_t first_connections = 2;            // before any login has worked
  std::chrono::milliseconds first_pause{1000};  // after a refusal; doubles up to the longest
  std::chrono::milliseconds longest_pause{60000};
  std::chrono::milliseconds until_one_more{60000};  // without a refusal, after one
};

// Who connects where.
struct Visitor {
  std::string host;  // "old.example:993"
  std::string user;
};

}  // namespace postferry::engine
