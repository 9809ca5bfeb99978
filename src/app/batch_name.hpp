// PairName: which row of a list something is about. A value.
#pragma once

#include <cstddef>
#include <string>

namespace postferry::app {

struct PairName {
  std::size_t line = 0;
  std::string source;  // "alice@old.example"
  std::string target;
};

}  // namespace postferry::app
