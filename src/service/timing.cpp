#include "service/timing.hpp"

#include <fmt/format.h>

namespace postferry::service {
namespace {

using enum FindingCode;

// From the first run's start (or end, where it counts from there) to the second.
std::chrono::seconds between(const Timing& timing, Instant first) {
  if (const auto* at = std::get_if<Instant>(&*timing.second_run)) return *at - first;
  return std::get<std::chrono::hours>(*timing.second_run);
}

}  // namespace

std::vector<TimingFinding> timing_findings(const Timing& timing, const TimingLimits& limits,
                                           Instant now) {
  std::vector<TimingFinding> found;
  const auto first = timing.first_run_at.value_or(now);
  if (first < now - limits.late)
    found.push_back({TimingField::first_run,
                     {time_past, "This is past; write a later time, or none to start at once."}});
  if (!timing.second_run) return found;
  const auto gap = between(timing, first);
  const auto tell = [&found](FindingCode code, std::string text, Severity severity) {
    found.push_back({TimingField::second_run, {code, std::move(text), severity}});
  };
  if (gap <= std::chrono::seconds(0))
    tell(second_before_first, "The second run must be later than the first.", Severity::error);
  else if (gap < limits.least_between_runs)
    tell(runs_too_close,
         fmt::format("Less than {} hours lie between both runs; the first may last longer.",
                     limits.least_between_runs.count()),
         Severity::warning);
  else if (gap > limits.most_between_runs)
    tell(runs_too_far,
         fmt::format("More than {} hours lie between both runs.", limits.most_between_runs.count()),
         Severity::warning);
  return found;
}

}  // namespace postferry::service
