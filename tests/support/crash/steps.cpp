#include "tests/support/crash/steps.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace postferry::test {

std::map<std::string, std::string> step_environment(const StepSettings& settings) {
  std::map<std::string, std::string> environment{{"LD_PRELOAD", settings.library.string()}};
  if (settings.log) environment["STEPS_LOG"] = settings.log->string();
  if (settings.kill_at) {
    environment["STEPS_KILL_AT"] = std::to_string(*settings.kill_at);
    environment["STEPS_WHEN"] = settings.when == When::before ? "before" : "after";
  }
  if (!settings.image.empty()) {
    environment["STEPS_STATE"] = settings.state.string();
    environment["STEPS_IMAGE"] = settings.image.string();
  }
  return environment;
}

std::vector<Step> read_steps(const std::filesystem::path& log) {
  std::vector<Step> steps;
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    Step step;
    std::string kind;
    words >> step.number >> kind >> step.where >> step.bytes >> step.appends;
    step.kind = kind == "write"  ? StepKind::write
                : kind == "read" ? StepKind::read
                                 : StepKind::sync;
    steps.push_back(std::move(step));
  }
  std::ranges::sort(steps, {}, &Step::number);
  return steps;
}

std::string summary_of(const std::vector<Step>& steps) {
  const auto count = [&](StepKind kind) { return std::ranges::count(steps, kind, &Step::kind); };
  return fmt::format("{} steps: {} writes, {} reads, {} syncs", steps.size(),
                     count(StepKind::write), count(StepKind::read), count(StepKind::sync));
}

}  // namespace postferry::test
