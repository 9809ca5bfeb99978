// Pairing: the members of two lists that have the same key, one to one, in their order.
//
// Used by the matcher and by rebinding, where classes of twins and of messages without identity
// may hold tens of thousands: by key, so that the time does not grow with the product. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <vector>

namespace postferry::engine {

// `left_key(i)` and `right_key(j)` give an optional key; `close(i, j)` says which of those with the
// same key will do; `take(i, j)` hears of each pair. Both lists keep what is left.
template <class LeftKey, class RightKey, class Close, class Take>
void pair_off(std::vector<std::size_t>& left, std::vector<std::size_t>& right, LeftKey left_key,
              RightKey right_key, Close close, Take take) {
  using Key = typename decltype(right_key(std::size_t{}))::value_type;
  std::map<Key, std::vector<std::size_t>> waiting;
  for (const auto j : right)
    if (const auto key = right_key(j)) waiting[*key].push_back(j);
  std::set<std::size_t> taken;
  std::erase_if(left, [&](std::size_t i) {
    const auto key = left_key(i);
    if (!key) return false;
    const auto same = waiting.find(*key);
    if (same == waiting.end()) return false;
    auto& candidates = same->second;
    const auto found = std::ranges::find_if(candidates, [&](std::size_t j) { return close(i, j); });
    if (found == candidates.end()) return false;
    take(i, *found);
    taken.insert(*found);
    candidates.erase(found);
    return true;
  });
  std::erase_if(right, [&taken](std::size_t j) { return taken.contains(j); });
}

}  // namespace postferry::engine
