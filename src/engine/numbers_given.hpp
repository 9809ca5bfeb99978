// NumbersGiven: the ids that a folder of the target gave to what one run appended to it, where its
// ids are numbers that only rise (RFC 9051 section 2.3.1.1). When they are all numbers given out
// since the run began, nothing else came, and each copy has one of its own.
//
// Filled by the lanes, read by the Verifier. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "mail/item_id.hpp"

namespace postferry::engine {

class NumbersGiven {
 public:
  // A copy whose id is not told, is no number, or was given to another copy proves nothing more.
  void add(const std::optional<mail::ItemId>& id);

  std::uint64_t count() const noexcept { return count_; }
  // Whether they are exactly the numbers behind `before` up to `last`.
  bool are_all_between(std::uint64_t before, std::uint64_t last) const;

 private:
  bool insert(std::uint64_t number);

  std::map<std::uint64_t, std::uint64_t> ranges_;  // first to last; none touches another
  std::uint64_t count_ = 0;
  bool prove_nothing_ = false;
};

}  // namespace postferry::engine
