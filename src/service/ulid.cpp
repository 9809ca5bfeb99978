#include "service/ulid.hpp"

#include <algorithm>

#include "service/random.hpp"
#include "text/base32.hpp"

namespace postferry::service {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t time_length = 10;
constexpr std::size_t length = 26;
constexpr std::uint64_t latest = (std::uint64_t{1} << 48) - 1;

// False when all bits were ones.
bool count_on(std::array<unsigned char, 10>& number) {
  return std::ranges::any_of(number.rbegin(), number.rend(),
                             [](unsigned char& byte) { return ++byte != 0; });
}

}  // namespace

std::string Ulids::next(Milliseconds at) {
  const auto wanted =
      static_cast<std::uint64_t>(std::max<std::int64_t>(at.time_since_epoch().count(), 0));
  const std::lock_guard lock(mutex_);
  if (wanted > last_ || !count_on(random_)) {
    last_ = std::min(std::max(wanted, last_ + 1), latest);
    std::ranges::copy(random_bytes(random_.size()), random_.begin());
  }
  std::string text(time_length, '0');
  auto time = last_;
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, time >>= 5)
    *digit = alphabet[time & 31];
  return text +
         text::base32_encode({reinterpret_cast<const char*>(random_.data()), random_.size()});
}

bool is_ulid(std::string_view text) {
  return text.size() == length && text.front() <= '7' &&
         std::ranges::all_of(text, [](char letter) { return alphabet.contains(letter); });
}

}  // namespace postferry::service
