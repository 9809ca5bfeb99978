// Waiting for a service: a migration or a batch is asked after until it is over.
//
// States go to the standard error as they change, the sentence that decides to the standard output.
// A service that restarts meanwhile is waited for, two minutes at most; a signal ends the command
// and leaves the migration to the service.
#pragma once

#include <string>

#include "app/remote_commands.hpp"
#include "text/json.hpp"

namespace postferry::app {

// Exits as its last run did; interrupted when it was cancelled.
engine::Exit wait_for_migration(const RemoteWork& work, const std::string& id);

// Complete when all of it is; else incomplete.
engine::Exit wait_for_batch(const RemoteWork& work, const std::string& id);

// The next answer of this path, a moment later than the one before.
class Questions {
 public:
  Questions(RemoteService& service, std::string path) : service_(service), path_(std::move(path)) {}

  text::json::Value next();

 private:
  RemoteService& service_;
  std::string path_;
  Deadline last_answer_ = std::chrono::steady_clock::now();
  bool is_first_ = true;
};

// As a migration in this state ends a command; nothing while it is not over.
std::optional<engine::Exit> exit_of_state(const text::json::Value& migration);

}  // namespace postferry::app
