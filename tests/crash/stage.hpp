// Stage: two Dovecots, a user on each for every actor, and for a scenario a proxy before each that
// must offer less than it can.
// Actor: one of several who kill runs at the same time, each with a user name and a state folder of
// its own that can be saved and put back.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/crash/scenario.hpp"
#include "tests/support/crash/postferry.hpp"
#include "tests/support/crash/steps.hpp"
#include "tests/support/place_in_memory.hpp"
#include "tests/support/proxy.hpp"
#include "tests/support/servers/throwaway_dovecot.hpp"
#include "tests/support/temporary_folder.hpp"

namespace postferry::test {

class Stage {
 public:
  Stage();
  // The doors of a scenario: the binary comes in through these ports.
  void open_for(const Scenario& scenario);

  ThrowawayDovecot& source() { return source_; }
  ThrowawayDovecot& target() { return target_; }
  std::uint16_t source_door() const { return source_door_ ? source_door_->port() : source_.port(); }
  std::uint16_t target_door() const { return target_door_ ? target_door_->port() : target_.port(); }

 private:
  ThrowawayDovecot source_;
  ThrowawayDovecot target_;
  std::unique_ptr<Proxy> source_door_;
  std::unique_ptr<Proxy> target_door_;
};

class Actor {
 public:
  Actor(Stage& stage, const Scenario& scenario, int number);

  // Fills both accounts as the scenario wants them before the run that is to be killed, and saves
  // what changes before it is done anew: the target and the state folder, which a run may change,
  // and the source where the scenario changes it meanwhile.
  void prepare();
  void put_everything_back();

  Ended run(const StepSettings& steps);
  Ended run();
  // Does what the scenario wants done between the kill and the resume, and gives what must be there
  // in the end: of each message as many as the side with more of them holds.
  SeenAccount change_meanwhile();
  // What a power failure would leave of the state folder.
  void cut_state_back_to_image();

  SeenAccount source_account();
  SeenAccount target_account();
  const std::filesystem::path image() const { return files_.path() / "image"; }
  const std::filesystem::path state() const { return files_.path() / "state"; }
  const std::filesystem::path step_log() const { return files_.path() / "steps"; }

 private:
  Call call() const;
  SeenAccount quiet_target();
  void save(const std::filesystem::path& what, const char* name);
  void save_when_quiet(const std::filesystem::path& what, const char* name);
  void kill_after_last_append();

  Stage& stage_;
  const Scenario& scenario_;
  std::string user_;
  TemporaryFolder files_{place_in_memory()};
};

}  // namespace postferry::test
