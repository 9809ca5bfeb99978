#include "tests/support/place_in_memory.hpp"

#include <cstdint>
#include <system_error>
#include <unistd.h>

namespace postferry::test {
namespace fs = std::filesystem;
namespace {

// Twice what the scenario with the huge message holds at once, for two test programs side by side.
constexpr std::uintmax_t enough_bytes = 3'000'000'000;

}  // namespace

fs::path place_in_memory() {
  const fs::path memory = "/dev/shm";
  std::error_code failed;
  const fs::space_info room = fs::space(memory, failed);
  const bool usable = !failed && ::access(memory.c_str(), W_OK | X_OK) == 0;
  return usable && room.available >= enough_bytes ? memory : fs::temp_directory_path();
}

}  // namespace postferry::test
