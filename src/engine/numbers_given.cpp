#include "engine/numbers_given.hpp"

#include <charconv>
#include <iterator>
#include <system_error>

namespace postferry::engine {
namespace {

std::optional<std::uint64_t> number_of(const mail::ItemId& id) {
  const auto& text = id.bytes();
  std::uint64_t number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace

void NumbersGiven::add(const std::optional<mail::ItemId>& id) {
  ++count_;
  const auto number = id ? number_of(*id) : std::nullopt;
  if (!number || !insert(*number)) prove_nothing_ = true;
}

bool NumbersGiven::insert(std::uint64_t number) {
  const auto behind = ranges_.upper_bound(number);
  const bool touches_behind = behind != ranges_.end() && behind->first == number + 1;
  if (behind != ranges_.begin()) {
    const auto before = std::prev(behind);
    if (number <= before->second) return false;
    if (number == before->second + 1) {
      before->second = touches_behind ? behind->second : number;
      if (touches_behind) ranges_.erase(behind);
      return true;
    }
  }
  const auto last = touches_behind ? behind->second : number;
  if (touches_behind) ranges_.erase(behind);
  ranges_.emplace(number, last);
  return true;
}

bool NumbersGiven::are_all_between(std::uint64_t before, std::uint64_t last) const {
  if (prove_nothing_ || last < before || last - before != count_) return false;
  return count_ == 0 || (ranges_.size() == 1 && ranges_.begin()->first == before + 1);
}

}  // namespace postferry::engine
