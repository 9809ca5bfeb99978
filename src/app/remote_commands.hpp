// Commands that ask a running service. Each tells on the console what the service says, and gives
// the exit code. Failure and RemoteRefusal leave them for remote_command().
#pragma once

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/process.hpp"
#include "app/remote_service.hpp"

namespace postferry::app {

// What a command for a service works with.
struct RemoteWork {
  const RemoteLine& line;
  Output output;
  const Console& console;
  RemoteService& service;
  const EnvironmentPasswords& passwords;
};

// api: the answer's body on the standard output, also when it is a problem document.
engine::Exit remote_api(const RemoteWork& work);
// migrations: a table, or an object a line.
engine::Exit remote_migrations(const RemoteWork& work);
// show: one migration; its folders and errors too where a person reads it.
engine::Exit remote_show(const RemoteWork& work);
// log: what all runs wrote, or one.
engine::Exit remote_log(const RemoteWork& work);
// pause, resume, cancel and run.
engine::Exit remote_act(const RemoteWork& work);
// copy: planned there; the id on the standard output.
engine::Exit remote_copy(const RemoteWork& work);
// batch run: checked and planned there; the batch's id on the standard output.
engine::Exit remote_batch_run(const RemoteWork& work);

}  // namespace postferry::app
