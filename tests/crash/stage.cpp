#include "tests/crash/stage.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/support/crash/restorable.hpp"

namespace postferry::test {
namespace fs = std::filesystem;
namespace {

constexpr int most_attempts = 5;
constexpr int most_looks = 50;
constexpr std::chrono::milliseconds between_looks{100};

}  // namespace

Stage::Stage()
    : source_({.special_use = SpecialUse::absent}), target_({.special_use = SpecialUse::absent}) {}

void Stage::open_for(const Scenario& scenario) {
  const auto door = [](std::uint16_t port, const std::vector<std::string>& hidden) {
    return hidden.empty()
               ? nullptr
               : std::make_unique<Proxy>(port, ProxyRules{.hidden_capabilities = hidden});
  };
  source_door_ = door(source_.port(), scenario.hidden_at_source);
  target_door_ = door(target_.port(), scenario.hidden_at_target);
}

Actor::Actor(Stage& stage, const Scenario& scenario, int number)
    : stage_(stage), scenario_(scenario), user_("actor" + std::to_string(number)) {}

Call Actor::call() const {
  std::vector<std::string> words = {"copy",
                                    clear_url(stage_.source_door(), user_),
                                    clear_url(stage_.target_door(), user_),
                                    "--state",
                                    state().string(),
                                    "--json"};
  words.insert(words.end(), scenario_.options.begin(), scenario_.options.end());
  return {.words = std::move(words)};
}

Ended Actor::run(const StepSettings& steps) {
  Call with_steps = call();
  with_steps.environment = step_environment(steps);
  return run_postferry(with_steps);
}

Ended Actor::run() { return run_postferry(call()); }

SeenAccount Actor::source_account() {
  ImapClient client(stage_.source().port(), user_, stage_.source().password());
  return look_at(client);
}

SeenAccount Actor::target_account() {
  ImapClient client(stage_.target().port(), user_, stage_.target().password());
  return look_at(client);
}

// A server may still be storing what the killed client had sent.
SeenAccount Actor::quiet_target() {
  SeenAccount seen = target_account();
  for (int look = 0; look < most_looks; ++look) {
    std::this_thread::sleep_for(between_looks);
    SeenAccount again = target_account();
    const bool quiet = again.messages == seen.messages;
    seen = std::move(again);
    if (quiet) return seen;
  }
  throw std::runtime_error("the target does not come to rest");
}

SeenAccount Actor::change_meanwhile() {
  {
    ImapClient source(stage_.source().port(), user_, stage_.source().password());
    ImapClient target(stage_.target().port(), user_, stage_.target().password());
    scenario_.meanwhile(source, target);
  }
  SeenAccount end = source_account();
  for (const SeenAccount target = quiet_target(); const SeenMessage& message : target.messages) {
    const std::size_t wanted = target.messages.count(message);
    while (end.messages.count(message) < wanted) end.messages.insert(message);
  }
  return end;
}

void Actor::prepare() {
  stage_.source().wipe_user(user_);
  stage_.target().wipe_user(user_);
  std::error_code ignored;
  fs::remove_all(state(), ignored);
  {
    ImapClient source(stage_.source().port(), user_, stage_.source().password());
    ImapClient target(stage_.target().port(), user_, stage_.target().password());
    scenario_.fill(source, target);
    if (scenario_.before == Before::whole_run) {
      const Ended ended = run();
      if (ended.exit_code != 0) throw std::runtime_error("the first run failed: " + ended.told());
      scenario_.between(source, target);
    }
  }
  if (scenario_.meanwhile) save(stage_.source().home_of(user_), "source");
  save(stage_.target().home_of(user_), "target");
  save(state(), "saved-state");
  if (scenario_.before == Before::killed_run) {
    kill_after_last_append();
    if (scenario_.between) {
      ImapClient source(stage_.source().port(), user_, stage_.source().password());
      ImapClient target(stage_.target().port(), user_, stage_.target().password());
      scenario_.between(source, target);
    }
    save_when_quiet(stage_.target().home_of(user_), "target");
    save(state(), "saved-state");
  }
}

// A server goes on with what it had received before its client was killed.
void Actor::save_when_quiet(const fs::path& what, const char* name) {
  for (int attempt = 1;; ++attempt) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    try {
      return save(what, name);
    } catch (const std::runtime_error&) {
      if (attempt == most_attempts) throw;
    }
  }
}

// Twice the same run: once to see where its last APPEND is, once to be killed just behind it. How
// many pieces an answer comes in is chance: where the second run had fewer steps, both are done
// anew.
void Actor::kill_after_last_append() {
  for (int attempt = 1;; ++attempt) {
    put_everything_back();
    fs::remove(step_log());
    const Ended whole = run({.library = STEPS_LIBRARY, .log = step_log()});
    int last = 0;
    for (const Step& step : read_steps(step_log())) {
      if (step.appends > 0) last = step.number;
    }
    if (whole.exit_code != 0 || last == 0) {
      throw std::runtime_error("no run to be killed: " + whole.told());
    }
    put_everything_back();
    const Ended killed = run({.library = STEPS_LIBRARY, .kill_at = last, .when = When::after});
    if (killed.signal != 0) return;
    if (attempt == most_attempts) throw std::runtime_error("was not killed: " + killed.told());
  }
}

void Actor::save(const fs::path& what, const char* name) { put_back(what, files_.path() / name); }

void Actor::put_everything_back() {
  if (scenario_.meanwhile) put_back(files_.path() / "source", stage_.source().home_of(user_));
  put_back(files_.path() / "target", stage_.target().home_of(user_));
  put_back(files_.path() / "saved-state", state());
  std::error_code ignored;
  fs::remove_all(image(), ignored);
  fs::create_directories(image());
  // What an earlier run had synced is on disk already.
  if (fs::exists(state())) fs::copy(state(), image(), fs::copy_options::recursive);
}

void Actor::cut_state_back_to_image() {
  for (const auto& file : fs::directory_iterator(image())) {
    if (file.path().extension() == ".fresh") fs::remove(file.path());
  }
  put_back(image(), state());
}

}  // namespace postferry::test
