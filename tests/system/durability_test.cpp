// What is durable and when, seen from outside: by the order of system calls.
#include <fmt/format.h>

#include "tests/support/crash/steps.hpp"
#include "tests/system/copy_fixture.hpp"

namespace postferry::test {
namespace {

class Durability : public BetweenTwoDovecots {
 protected:
  // Steps of a first copy of several folders, over a proxy that hides capabilities.
  std::vector<Step> steps_of_copy(const std::vector<std::string>& hidden) const {
    for (int folder = 0; folder < 5; ++folder) {
      const std::string name = fmt::format("Folder{}", folder);
      {
        ImapClient client = at_source();
        client.create(name);
      }
      fill(name, folder * 10, folder * 10 + 6);
    }
    Proxy target(target_server->port(), {.hidden_capabilities = hidden});
    const std::filesystem::path log = state_.path() / "steps";
    Call made{.words = {"copy", clear_url(source_server->port(), "alice"),
                        clear_url(target.port(), "bert"), "--state",
                        (state_.path() / "journal").string(), "--connections", "1"}};
    made.environment = step_environment({.library = STEPS_LIBRARY, .log = log});
    const Ended ended = run_postferry(made);
    EXPECT_EQ(ended.exit_code, 0) << ended.told();
    target_port_ = std::to_string(target.port());
    return read_steps(log);
  }
  bool is_append(const Step& step) const {
    return step.kind == StepKind::write && step.where == target_port_ && step.appends > 0;
  }

 private:
  mutable std::string target_port_;
};

TEST_F(Durability, SyncsOnceBeforeTheFirstAppendOfABatch) {
  const std::vector<Step> steps = steps_of_copy({});
  int appends = 0;
  int syncs_since_append = 0;
  for (const Step& step : steps) {
    if (step.kind == StepKind::sync) ++syncs_since_append;
    if (!is_append(step)) continue;
    // With MULTIAPPEND each APPEND command is a batch.
    EXPECT_EQ(step.appends, 1) << "step " << step.number;
    EXPECT_GE(syncs_since_append, 1)
        << "nothing was synced before the APPEND of step " << step.number;
    ++appends;
    syncs_since_append = 0;
  }
  EXPECT_GE(appends, 5);
  fmt::print("[ SYNCS    ] {} batches, {}\n", appends, summary_of(steps));
}

TEST_F(Durability, SyncsOnceForABatchOfPipelinedAppends) {
  const std::vector<Step> steps = steps_of_copy({"MULTIAPPEND"});
  int appends = 0;
  int batches = 0;
  bool synced = false;
  for (const Step& step : steps) {
    if (step.kind == StepKind::sync) synced = true;
    if (!is_append(step)) continue;
    appends += step.appends;
    batches += synced;
    synced = false;
  }
  EXPECT_EQ(appends, 30);
  EXPECT_GE(batches, 5) << "each folder's batch is synced before its first APPEND";
  EXPECT_LE(batches, 15) << "a sync for nearly every message is no batch";
  fmt::print("[ SYNCS    ] {} appends in {} batches, {}\n", appends, batches, summary_of(steps));
}

}  // namespace
}  // namespace postferry::test
