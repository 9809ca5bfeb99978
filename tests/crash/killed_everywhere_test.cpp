// Each scenario is killed with SIGKILL at every step, resumed, and must end as if nobody had ever
// killed it; a further run then finds nothing to do.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <mutex>
#include <random>
#include <thread>

#include "tests/crash/scenario.hpp"
#include "tests/crash/stage.hpp"
#include "tests/support/crash/run_facts.hpp"

namespace postferry::test {
namespace {

// A number that whoever runs the tests may set in the environment.
int wished(const char* name, int otherwise) {
  const char* wish = std::getenv(name);
  return wish != nullptr ? std::max(1, std::atoi(wish)) : otherwise;
}

int actors_at_once() { return wished("POSTFERRY_CRASH_ACTORS", 8); }

// Every step is what counts; a hurried run takes every n-th, each time from another first one.
std::vector<int> every_nth(const std::vector<int>& points, int n) {
  std::vector<int> chosen;
  const auto step = static_cast<std::size_t>(n);
  for (std::size_t i = std::random_device()() % step; i < points.size(); i += step)
    chosen.push_back(points[i]);
  return chosen;
}

// Reads and writes of this size lie inside a long literal.
constexpr std::int64_t long_piece_bytes = 4096;

std::vector<int> kill_points(const std::vector<Step>& steps, int inside_every) {
  std::vector<int> points;
  int inside = 0;
  for (const Step& step : steps) {
    const bool is_inside = step.kind != StepKind::sync && step.bytes >= long_piece_bytes;
    if (!is_inside || inside++ % inside_every == 0) points.push_back(step.number);
  }
  return points;
}

class KilledEverywhere : public testing::TestWithParam<Scenario> {
 protected:
  static void SetUpTestSuite() {
    if (ThrowawayDovecot::available() && postferry_is_built()) stage = new Stage;
  }
  static void TearDownTestSuite() {
    delete stage;
    stage = nullptr;
  }
  void SetUp() override {
    if (stage == nullptr) GTEST_SKIP() << "run tools/servers and build the release binary first";
    stage->open_for(GetParam());
  }

  // The end of the run that nobody killed; what every killed one must come to.
  SeenAccount clean_end(Actor& actor, std::vector<Step>& steps);
  // Empty when the run, killed at `point`, was resumed to the same end.
  std::string kill_and_resume(Actor& actor, int point, const SeenAccount& expected);

  std::atomic<int> killed_{0};
  std::atomic<int> resumed_{0};
  static inline Stage* stage = nullptr;
};

SeenAccount KilledEverywhere::clean_end(Actor& actor, std::vector<Step>& steps) {
  const Scenario& scenario = GetParam();
  actor.put_everything_back();
  const Ended ended = actor.run({.library = STEPS_LIBRARY, .log = actor.step_log()});
  steps = read_steps(actor.step_log());
  EXPECT_EQ(ended.exit_code, 0) << ended.told();
  const SeenAccount source = actor.source_account();
  SeenAccount target = actor.target_account();
  if (scenario.ends == Ends::same) EXPECT_EQ(difference(source, target), "");
  if (scenario.expects) EXPECT_EQ(scenario.expects(source, target), "");
  return target;
}

std::string KilledEverywhere::kill_and_resume(Actor& actor, int point,
                                              const SeenAccount& expected) {
  const Scenario& scenario = GetParam();
  actor.put_everything_back();
  StepSettings steps{.library = STEPS_LIBRARY, .kill_at = point};
  if (scenario.state_left == StateLeft::last_synced) {
    steps.state = actor.state();
    steps.image = actor.image();
  }
  const Ended killed = actor.run(steps);
  if (killed.signal == 0 && killed.exit_code != 0) return "not killed, " + killed.told();
  if (killed.signal != 0) ++killed_;
  if (scenario.state_left == StateLeft::last_synced) actor.cut_state_back_to_image();

  Ended resumed = actor.run();
  for (int again = 0; again < 2 && resumed.exit_code == 1; ++again) {
    ++resumed_;
    resumed = actor.run();
  }
  if (resumed.exit_code != 0) return "not resumed, " + resumed.told();
  const std::string wrong = difference(expected, actor.target_account());
  if (!wrong.empty()) return wrong + resumed.told();

  const Ended further = actor.run();
  if (further.exit_code != 0) return "a further run failed, " + further.told();
  if (copied_by(further) != 0) return "a further run copied, " + further.told();
  return difference(expected, actor.target_account());
}

TEST_P(KilledEverywhere, AndResumedEndsTheSame) {
  const Scenario& scenario = GetParam();
  std::vector<Step> steps;
  SeenAccount expected;
  {
    Actor first(*stage, scenario, 0);
    first.prepare();
    expected = clean_end(first, steps);
  }
  ASSERT_FALSE(HasFailure());
  const std::vector<int> points = every_nth(kill_points(steps, scenario.inside_literals_every),
                                            wished("POSTFERRY_CRASH_EVERY", 1));
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::vector<std::string> failures;
  const auto act = [&](int number) {
    try {
      Actor actor(*stage, scenario, number);
      actor.prepare();
      for (std::size_t at = next++; at < points.size(); at = next++) {
        const std::string wrong = kill_and_resume(actor, points[at], expected);
        if (wrong.empty()) continue;
        const std::scoped_lock lock(mutex);
        failures.push_back(fmt::format("killed before step {}:\n{}", points[at], wrong));
        if (failures.size() > 20) return;
      }
    } catch (const std::exception& exception) {
      const std::scoped_lock lock(mutex);
      failures.push_back(exception.what());
    }
  };
  {
    std::vector<std::jthread> actors;
    for (int number = 1; number <= actors_at_once(); ++number) actors.emplace_back(act, number);
  }
  for (const std::string& failure : failures) ADD_FAILURE() << failure;
  fmt::print("[ STEPS    ] {}: {}; {} kill points, {} killed, {} resumed more than once\n",
             scenario.name, summary_of(steps), points.size(), killed_.load(), resumed_.load());
}

INSTANTIATE_TEST_SUITE_P(Scenarios, KilledEverywhere, testing::ValuesIn(scenarios()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace postferry::test
