// Licence keys: what somebody pastes is refused or read; what is read is written the same again.
#include "service/licence.hpp"

#include <cstdint>
#include <cstdlib>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace postferry::service;
  // signatures are made with this key, so that what lies behind them is reached
  static const postferry::Secret key(std::string(32, 'k'));
  static const std::vector<std::string> trusted{public_key_of(key)};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto licence = read_licence(text, trusted);
  if (licence && read_licence(write_licence(*licence, key), trusted) != licence) std::abort();
  static const Licence whole{.id = "0123456789ABCDEF",
                             .installation = "01ARYZ6S41TSV4RRFFQ69G5FAV",
                             .customer = "",
                             .migrations = 25,
                             .issued = {}};
  static const auto written = write_licence(whole, key);
  // a true key with something put into it
  auto mixed = written;
  mixed.insert(size % mixed.size(), text.substr(0, 100));
  const auto again = read_licence(mixed, trusted);
  if (again && *again != whole) std::abort();
  return 0;
}
