#include "engine/run.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "base/gather.hpp"
#include "engine/crossing_steps.hpp"
#include "engine/first_copies.hpp"
#include "engine/identity.hpp"
#include "engine/lease_keeper.hpp"
#include "engine/moves.hpp"
#include "engine/planner.hpp"
#include "engine/resume.hpp"
#include "engine/verifier.hpp"

namespace postferry::engine {
namespace {

constexpr std::string_view options_fact = "options";
constexpr int most_attempts = 2;

class Run {
 public:
  Run(const RunContext& context, const StopRequest& stop)
      : scope_{.context = context, .stop = stop}, crew_(scope_), steps_(scope_, crew_) {}

  Task<Verdict> go() {
    name_accounts();
    scope_.pair =
        co_await scope_.journal().pair({scope_.context.source.key, scope_.context.target.key});
    const auto lease = co_await scope_.journal().acquire(scope_.pair);
    if (!lease) {
      verdict_.stopped_by = lease.error();
      co_await count_so_far(scope_, situation_, verdict_);
      co_return verdict_;
    }
    scope_.lease = *lease;
    auto keeper = co_await LeaseKeeper::start(scope_.journal(), scope_.lease);
    std::exception_ptr broken;
    try {
      scope_.run =
          co_await scope_.journal().begin_run(scope_.lease, canonical_text(scope_.options()));
      co_await work_persistently();
    } catch (...) {
      broken = std::current_exception();
    }
    co_await keeper.stop();
    if (broken) {
      co_await scope_.journal().release(scope_.lease);
      std::rethrow_exception(broken);
    }
    if (verdict_.stopped_by) co_await count_so_far(scope_, situation_, verdict_);
    steps_.fill(verdict_);
    co_await end();
    co_return verdict_;
  }

 private:
  // What ends the work early is in the verdict.
  Task<> work_persistently() {
    for (int attempt = 1;; ++attempt) {
      try {
        co_await work();
      } catch (const Failure& failure) {
        verdict_.stopped_by = failure.error();
      }
      const auto& stopped_by = verdict_.stopped_by;
      if (!stopped_by || stopped_by->code != ErrorCode::generation_changed) co_return;
      if (attempt == most_attempts) co_return;
      begin_again();
    }
  }

  // A folder was renumbered under our hands (Courier numbers an empty one anew every second): what
  // is written down stays true, and everything is looked at anew.
  void begin_again() {
    scope_.notice(NoticeKind::generation_changed, {}, describe(*verdict_.stopped_by));
    crew_.drop();
    situation_ = {};
    steps_.forget_folders();
    verdict_ = {};
    name_accounts();
  }

  void name_accounts() {
    verdict_.source = scope_.context.source.name;
    verdict_.target = scope_.context.target.name;
  }

  Task<> work() {
    scope_.tell(PhaseBegan{Phase::connecting});
    co_await persistently(scope_, doors_, [this] { return connect(); });
    scope_.tell(PhaseBegan{Phase::settling});
    co_await persistently(scope_, doors_,
                          [this] { return settle_earlier_run(scope_, doors_, situation_); });
    scope_.tell(PhaseBegan{Phase::listing});
    const auto look = co_await short_cut();
    co_await survey_all(scope_, crew_, situation_, look);
    situation_.surveyed = true;
    scope_.tell(PhaseBegan{Phase::planning});
    co_await steps_.write_surveys(situation_);
    co_await steps_.prepare(situation_);
    co_await persistently(scope_, doors_, [this] { return follow(); });
    co_await steps_.mark_vanished(situation_);
    scope_.tell(PhaseBegan{Phase::flags});
    co_await steps_.flags(situation_);
    scope_.tell(PhaseBegan{Phase::copying});
    co_await steps_.copy(situation_);
    scope_.check_stop();
    scope_.tell(PhaseBegan{Phase::verifying});
    co_await verify();
    scope_.tell(PhaseBegan{Phase::done});
  }

  Task<> connect() {
    co_await doors_.open();
    auto& source = *co_await doors_.source();
    auto& target = *co_await doors_.target();
    refuse_same_account(scope_.context, source.traits(), target.traits());
    bool known = false;
    co_await recall_traits(scope_, known);
    steps_.traits_known(known);
    situation_ = co_await list_both(scope_, doors_);
    co_await check_servers(scope_, source.traits(), target.traits(), situation_.source_folders,
                           situation_.target_folders, situation_.records);
  }

  // A short cut is taken only when nothing is open and the person wants what they wanted before.
  Task<Look> short_cut() {
    const auto before = co_await scope_.journal().fact(scope_.pair, std::string(options_fact));
    const auto now = canonical_text(scope_.options());
    if (before != now) co_await begin_with_options(now);
    if (situation_.records.empty()) co_return Look::full;
    if (before != now) {
      scope_.notice(NoticeKind::rule_changed, {},
                    "The options differ from the last run's: every folder is listed anew.");
      co_return Look::full;
    }
    for (const auto& count : co_await scope_.journal().counts(scope_.pair))
      if (count.state == storage::PlacementState::failed ||
          count.state == storage::PlacementState::doubtful)
        co_return Look::full;
    co_return Look::delta;
  }

  // A checkpoint says that all is settled as the options wish that are written down: those of other
  // options go first, so that a run that ends early leaves none behind that mean something else.
  Task<> begin_with_options(const std::string& options) {
    for (auto& work : situation_.folders) {
      if (work.record.source_checkpoint.is_beginning()) continue;
      work.record.source_checkpoint = {};
      work.record = co_await scope_.journal().put_folder(scope_.lease, work.record);
      work.mapped.record = work.record;
    }
    co_await scope_.journal().remember(scope_.lease, std::string(options_fact), options);
  }

  Task<> follow() {
    const bool something_new = std::ranges::any_of(
        situation_.folders, [](const auto& work) { return !work.survey.to_copy.empty(); });
    if (!something_left(situation_) || !something_new) co_return;
    for (auto& work : situation_.folders)
      if (!work.survey.to_copy.empty() && !work.broken)
        co_await describe_to_copy(doors_, work.mapped, work.survey);
    steps_.target_was_touched();
    co_await follow_moves(scope_, doors_, situation_.folders, situation_.vanished_folders,
                          situation_.target_folders);
  }

  Task<> verify() {
    auto fresh = situation_.target_folders;
    if (steps_.target_touched())
      co_await persistently(scope_, doors_, [this, &fresh]() -> Task<> {
        auto listed = co_await list_folders(doors_);
        fresh = std::move(listed.target);
        count_new(listed.source);
      });
    co_await verify_all(scope_, crew_, situation_, fresh, verdict_);
  }

  // What came to the source while we worked belongs to the next run.
  void count_new(const std::vector<mail::Folder>& source) {
    std::uint64_t more = 0;
    for (const auto& folder : source) {
      const auto work = std::ranges::find(situation_.folders, folder.path,
                                          [](const auto& one) { return one.mapped.source.path; });
      if (work == situation_.folders.end() || !folder.state || work->broken ||
          work->mapped.action == FolderAction::excluded)
        continue;
      if (folder.state->messages > work->survey.messages)
        more += folder.state->messages - work->survey.messages;
    }
    verdict_.new_since = more;
  }

  Task<> end() {
    const auto exit = verdict_.exit();
    const bool may_write =
        !verdict_.stopped_by || (verdict_.stopped_by->code != ErrorCode::lease_lost &&
                                 verdict_.stopped_by->code != ErrorCode::disk_full &&
                                 verdict_.stopped_by->code != ErrorCode::state_broken);
    if (may_write) {
      co_await scope_.journal().end_run(scope_.lease, scope_.run, std::string(exit_name(exit)),
                                        verdict_.sentence());
      co_await scope_.journal().release(scope_.lease);
    }
    try {
      co_await crew_.close();
    } catch (const Failure&) {
      crew_.drop();
    }
  }

  RunScope scope_;
  Crew crew_;
  Doors& doors_ = crew_.first();
  CrossingSteps steps_;
  Situation situation_;
  Verdict verdict_;
};

}  // namespace

Task<Verdict> copy(RunContext context, const StopRequest& stop) {
  Run run(context, stop);
  co_return co_await run.go();
}

Task<Plan> plan(RunContext context, const StopRequest& stop) {
  RunScope scope{.context = context, .stop = stop};
  Crew crew(scope);
  auto& doors = crew.first();
  const storage::AccountPair accounts{context.source.key, context.target.key};
  for (const auto& status : co_await scope.journal().pairs())
    if (status.accounts == accounts) scope.pair = status.id;
  scope.tell(PhaseBegan{Phase::connecting});
  Situation situation;
  co_await persistently(scope, doors, [&]() -> Task<> {
    co_await doors.open();
    auto& source = *co_await doors.source();
    auto& target = *co_await doors.target();
    refuse_same_account(context, source.traits(), target.traits());
    situation = co_await list_both(scope, doors);
  });
  scope.tell(PhaseBegan{Phase::listing});
  co_await survey_all(scope, crew, situation, Look::full);
  auto result = co_await plan_of(scope, doors, situation);
  co_await crew.close();
  co_return result;
}

}  // namespace postferry::engine
