// Each scenario is killed with SIGKILL at every step, resumed, and must end as if nobody had ever
// killed it; a further run then finds nothing to do.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <mutex>
#include <thread>

#include "tests/crash/kill_points.hpp"
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

// More than there are cores: a run that settles waits, and so does one whose server is busy. But
// each must have enough to do to be worth its preparation.
int actors_for(const KillPoints& points) {
  return std::clamp(points.expected() / 8, 1, wished("POSTFERRY_CRASH_ACTORS", 16));
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
  // Kills at every point that is left.
  void kill_everywhere(Actor& actor, KillPoints& points, const SeenAccount& expected);
  // Empty when the run, killed at `point`, was resumed to the same end.
  std::string kill_and_resume(Actor& actor, int point, KillPoints& points,
                              const SeenAccount& expected);
  std::string resume(Actor& actor, const SeenAccount& expected);
  std::string find_nothing_to_do(Actor& actor, const SeenAccount& expected);
  void tell_failure(std::string what);

  std::mutex mutex_;  // over failures_
  std::vector<std::string> failures_;
  std::atomic<int> wrong_ends_{0};
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
  EXPECT_EQ(find_nothing_to_do(actor, target), "");
  return target;
}

std::string KilledEverywhere::kill_and_resume(Actor& actor, int point, KillPoints& points,
                                              const SeenAccount& expected) {
  const Scenario& scenario = GetParam();
  actor.put_everything_back();
  StepSettings steps{.library = STEPS_LIBRARY, .kill_at = point};
  if (scenario.state_left == StateLeft::last_synced) {
    steps.state = actor.state();
    steps.image = actor.image();
  }
  const Ended killed = actor.run(steps);
  if (killed.signal == 0) {
    points.came_too_late();
    return killed.exit_code == 0 ? "" : "not killed, " + killed.told();
  }
  points.has_killed();
  if (scenario.state_left == StateLeft::last_synced) actor.cut_state_back_to_image();
  const SeenAccount end = scenario.meanwhile ? actor.change_meanwhile() : expected;
  const std::string wrong = resume(actor, end);
  return wrong.empty() ? find_nothing_to_do(actor, end) : wrong;
}

std::string KilledEverywhere::resume(Actor& actor, const SeenAccount& expected) {
  Ended resumed = actor.run();
  for (int again = 0; again < 2 && resumed.exit_code == 1; ++again) {
    ++resumed_;
    resumed = actor.run();
  }
  if (resumed.exit_code != 0) return "not resumed, " + resumed.told();
  const std::string wrong = difference(expected, actor.target_account());
  return wrong.empty() ? wrong : wrong + resumed.told();
}

std::string KilledEverywhere::find_nothing_to_do(Actor& actor, const SeenAccount& expected) {
  const Ended further = actor.run();
  if (further.exit_code != 0) return "a further run failed, " + further.told();
  if (copied_by(further) != 0) return "a further run copied, " + further.told();
  return difference(expected, actor.target_account());
}

void KilledEverywhere::tell_failure(std::string what) {
  const std::scoped_lock lock(mutex_);
  failures_.push_back(std::move(what));
}

void KilledEverywhere::kill_everywhere(Actor& actor, KillPoints& points,
                                       const SeenAccount& expected) {
  actor.prepare();
  const SeenAccount source = actor.source_account();
  for (int point = points.next(); point != 0; point = points.next()) {
    const std::string wrong = kill_and_resume(actor, point, points, expected);
    if (wrong.empty()) continue;
    tell_failure(fmt::format("killed before step {}:\n{}", point, wrong));
    if (++wrong_ends_ > 20) return;
  }
  if (GetParam().meanwhile) return;
  // No run, killed or not, may change anything there.
  const std::string touched = difference(source, actor.source_account());
  if (!touched.empty()) tell_failure("the source was changed:\n" + touched);
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
  KillPoints points(steps, scenario.inside_literals_every, wished("POSTFERRY_CRASH_EVERY", 1));
  const auto act = [&](int number) {
    try {
      Actor actor(*stage, scenario, number);
      kill_everywhere(actor, points, expected);
    } catch (const std::exception& exception) {
      tell_failure(exception.what());
    }
  };
  {
    std::vector<std::jthread> actors;
    for (int number = 1; number <= actors_for(points); ++number) actors.emplace_back(act, number);
  }
  for (const std::string& failure : failures_) ADD_FAILURE() << failure;
  EXPECT_GT(points.killed(), 0);
  fmt::print("[ STEPS    ] {}: {}; killed {} times, {} resumed more than once\n", scenario.name,
             summary_of(steps), points.killed(), resumed_.load());
}

INSTANTIATE_TEST_SUITE_P(Scenarios, KilledEverywhere, testing::ValuesIn(scenarios()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace postferry::test
