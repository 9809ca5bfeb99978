#include "storage/process.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <unistd.h>

namespace postferry::storage {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "localhost";
  return name.data();
}

std::string boot_name() {
  std::string boot;
  std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), boot);
  std::array<char, 64> space{};
  const auto length = ::readlink("/proc/self/ns/pid", space.data(), space.size());
  if (length > 0) boot.append("/").append(space.data(), static_cast<std::size_t>(length));
  return boot;
}

// Field 22 of /proc/PID/stat. The second field is the program's name in parentheses and may hold
// anything, so the count starts behind the last one; a dead process that its parent has not yet
// looked at (state Z) runs no longer.
std::optional<std::int64_t> start_time(std::int64_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(text.substr(name_end + 1));
  std::string field;
  rest >> field;
  if (field == "Z" || field == "X") return std::nullopt;
  for (int number = 4; number <= 22; ++number) rest >> field;
  std::int64_t value = 0;
  const auto read = std::from_chars(field.data(), field.data() + field.size(), value);
  if (read.ec != std::errc()) return std::nullopt;
  return value;
}

}  // namespace

Process this_process() {
  Process process{.host = host_name(), .boot = boot_name(), .pid = ::getpid(), .started = 0};
  process.started = start_time(process.pid).value_or(0);
  return process;
}

Life life_of(const Process& process) {
  if (process.host != host_name() || process.boot != boot_name()) return Life::unknown;
  return start_time(process.pid) == process.started ? Life::alive : Life::dead;
}

}  // namespace postferry::storage
