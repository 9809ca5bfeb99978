#include "tests/support/crash/run_facts.hpp"

#include <charconv>
#include <string_view>

namespace postferry::test {

std::int64_t copied_by(const Ended& ended) {
  static constexpr std::string_view name = "\"copied_now\":";
  const std::string line = ended.last_line();
  const std::size_t at = line.find(name);
  std::int64_t copied = -1;
  if (at != std::string::npos) {
    std::from_chars(line.data() + at + name.size(), line.data() + line.size(), copied);
  }
  return copied;
}

}  // namespace postferry::test
