// Steps of a run, counted from outside: the environment that makes the step counter (preload/
// steps.c) count, kill or take images, and its log read back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postferry::test {

enum class StepKind : std::uint8_t { write, read, sync };

struct Step {
  int number = 0;
  StepKind kind = StepKind::read;
  std::string where;  // the peer's port, or the file's name
  std::int64_t bytes = 0;
  int appends = 0;  // APPEND commands that begin in a write
};

enum class When : std::uint8_t { before, after };

struct StepSettings {
  std::filesystem::path library;  // of the counter
  std::optional<std::filesystem::path> log = {};
  std::optional<int> kill_at = {};
  When when = When::before;
  // At each sync the synced bytes of the state folder's file go to `image`.
  std::filesystem::path state = {};
  std::filesystem::path image = {};
};

std::map<std::string, std::string> step_environment(const StepSettings& settings);
std::vector<Step> read_steps(const std::filesystem::path& log);
// "143 steps: 51 writes, 80 reads, 12 syncs"
std::string summary_of(const std::vector<Step>& steps);

}  // namespace postferry::test
