// parse_uid_set: print and parse give the same set; its parts together are the set.
#include "imap/wire/uid_set.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry::imap;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto set = parse_uid_set(text, 1000);
  (void)parse_uid_ranges(text);
  if (!set) return 0;
  if (parse_uid_set(print(*set)) != *set) std::abort();
  UidSet joined;
  UidSet one_by_one;
  for (const UidSet& part : split(*set, 30)) {
    if (print(part).size() > 30) std::abort();
    joined.add(part);
  }
  for (const UidRange& range : set->ranges()) one_by_one.add(range);
  if (joined != *set || one_by_one != *set) std::abort();
  joined.remove(*set);
  if (!joined.empty()) std::abort();
  return 0;
}
