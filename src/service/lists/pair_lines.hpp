// PairLines: which line of a list first named a source, a target and the pair of both.
//
// Asked row by row, in order, by the readers of lists that look for duplicates. Keys are the
// caller's: equal keys mean the same account. One thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace postferry::service {

class PairLines {
 public:
  // Each the line of an earlier row; nothing where this is the first.
  struct Earlier {
    std::optional<std::size_t> pair;
    std::optional<std::size_t> target;  // filled from another source
  };
  Earlier add(std::string_view source, std::string_view target, std::size_t line);

 private:
  std::unordered_map<std::string, std::size_t> pairs_;
  std::unordered_map<std::string, std::size_t> targets_;
};

}  // namespace postferry::service
